package dev.netproof.policy;

/**
 * What may pass from one node to another.
 *
 * @param allowed what policies declare to be allowed
 * @param unknown what they don't settle. Between workloads, what one pair of pods may do can be unknown of another
 */
public record GraphEdge(GraphNode source, GraphNode destination, ConnectionSet allowed, ConnectionSet unknown) {

    /** {@code TCP 8080}, {@code Unknown}, or {@code TCP 8080;Unknown UDP 53}. */
    public String connections() {
        if (unknown.isEmpty()) {
            return allowed.toString();
        }
        String open = unknown.isEverything() ? "Unknown" : "Unknown " + unknown;
        return allowed.isEmpty() ? open : allowed + ";" + open;
    }
}
