package dev.netproof.policy;

/**
 * A connection attempt after a Service's address was translated: the pod's own address and port.
 *
 * @param port of the destination, 1 to 65535
 */
public record Flow(FlowEnd source, FlowEnd destination, Transport transport, int port) {

    public Flow {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 1 to 65535");
        }
    }

    @Override
    public String toString() {
        return source + " -> " + destination + " " + transport + " " + port;
    }
}
