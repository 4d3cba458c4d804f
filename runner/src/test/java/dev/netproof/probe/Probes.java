package dev.netproof.probe;

import java.time.Duration;
import java.util.Set;

import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import org.jspecify.annotations.Nullable;

/** Makes probes for tests. */
public final class Probes {

    static final Duration PATIENCE = Duration.ofSeconds(2);

    private Probes() {}

    public static Probe handshake(String id, String address, int port) {
        return probe(id, new Ask.Handshake(), tcp(address, port), address, null);
    }

    public static Probe datagram(String id, String address, int port) {
        return probe(id, new Ask.Datagram(), udp(address, port), address, null);
    }

    public static Probe datagram(String id, String address, int port, String send) {
        return probe(id, new Ask.Datagram(send, ""), udp(address, port), address, null);
    }

    public static Probe get(String id, String address, int port, String path) {
        return request(id, false, "GET", path, address, port, address, null);
    }

    public static Probe request(String id, boolean tls, String method, String path, String address, int port,
            String host,
            @Nullable Endpoint proxy) {
        return probe(id, new Ask.Request(tls, method, path, Set.of()), tcp(address, port), host, proxy);
    }

    public static Probe query(String id, Protocol protocol, String address, int port, String name) {
        return probe(id, new Ask.Query(name), protocol == Protocol.TCP ? tcp(address, port) : udp(address, port),
                address, null);
    }

    public static Probe probe(String id, Ask ask, Endpoint endpoint, String host, @Nullable Endpoint proxy) {
        return new Probe(id, ask, endpoint, host, proxy, PATIENCE);
    }

    public static Endpoint tcp(String address, int port) {
        return endpoint(address, port, Protocol.TCP);
    }

    static Endpoint udp(String address, int port) {
        return endpoint(address, port, Protocol.UDP);
    }

    private static Endpoint endpoint(String address, int port, Protocol protocol) {
        return new Endpoint(Endpoint.Kind.POD, new Place.Pod("shop", "test"), address, port, protocol, null, null);
    }
}
