package dev.netproof.probe.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.netproof.evidence.Endpoint;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;

/**
 * The words that tell the driver of the probes by nc and nslookup, which need processes of their own.
 *
 * <p>They run in waves, so that they fit into the memory of a small container: about 150 MB a full wave, with the
 * kernel's part. A wave begins when the one before is over.
 */
final class ShellProbes {

    private static final int WAVE = 250;
    /** BIND's nslookup weighs about ten of nc. It may have to look again at what a datagram met. */
    private static final int QUERY = 10;

    private final List<String> words = new ArrayList<>();
    private int waves = 1;
    private int weight;

    void add(int index, Probe probe) {
        weight += probe.ask() instanceof Ask.Handshake ? 1 : QUERY;
        if (weight > WAVE) {
            words.add("wait");
            waves++;
            weight = 0;
        }
        Endpoint endpoint = probe.endpoint();
        words.add(switch (probe.ask()) {
            case Ask.Handshake handshake -> "tcp";
            case Ask.Datagram datagram -> "udp";
            case Ask.Query query -> "dns";
            case Ask.Request request -> throw new IllegalArgumentException("requests are curl's");
        });
        words.addAll(List.of(String.valueOf(index), String.valueOf(wholeSeconds(probe)), endpoint.address(),
                String.valueOf(endpoint.port())));
        if (probe.ask() instanceof Ask.Query query) {
            words.add(endpoint.protocol().name());
            words.add(query.name().endsWith(".") ? query.name() : query.name() + ".");
        }
        if (probe.ask() instanceof Ask.Datagram datagram) {
            words.add(octal(datagram.send()));
        }
    }

    /** Every byte as printf's format has it, so that no shell finds anything in it but digits and backslashes. */
    private static String octal(String bytes) {
        return bytes.chars().mapToObj("\\%03o"::formatted).collect(Collectors.joining());
    }

    List<String> words() {
        return List.copyOf(words);
    }

    int waves() {
        return waves;
    }

    /** nc and nslookup count in seconds. */
    private static long wholeSeconds(Probe probe) {
        return Math.max(1, Math.ceilDiv(probe.timeout().toMillis(), 1000L));
    }
}
