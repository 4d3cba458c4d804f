package dev.netproof.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.netproof.evidence.Direction;

/** Writes a NetworkPolicy that would allow one flow and no more. */
final class Suggestion {

    /** Labels that controllers put on single pods. */
    private static final Set<String> PASSING = Set.of("pod-template-hash", "controller-revision-hash",
            "pod-template-generation", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index",
            "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "controller-uid", "job-name");

    /** Labels of probe pods, which no workload has. */
    private static final String OWN = "netproof.dev/";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*");
    private static final Set<String> NOT_TEXT = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private final PodIndex roster;

    Suggestion(PodIndex roster) {
        this.roster = roster;
    }

    String policy(Direction direction, End subject, End peer, Flow flow) {
        if (subject.kind != End.Kind.POD) {
            return "";
        }
        PodIndex.Member member = roster.members().get(subject.pod);
        return """
               # A suggestion: review who else these labels select.
               apiVersion: networking.k8s.io/v1
               kind: NetworkPolicy
               metadata:
                 namespace: %s
                 name: allow-%s-%s-%d-%s
               spec:
                 podSelector: %s
                 policyTypes: [%s]
                 %s:
                 - %s:
                   - %s
                   ports:
                   - {protocol: %s, port: %d}
               """.formatted(member.namespace(), direction.word(),
                flow.transport().name().toLowerCase(Locale.ROOT), flow.port(), distinction(member, peer),
                labels(member.labels()), direction.type(), direction.word(),
                direction == Direction.INGRESS ? "from" : "to", peer(peer),
                flow.transport(), flow.port());
    }

    /** Two suggestions for one namespace must not replace each other. */
    private String distinction(PodIndex.Member member, End peer) {
        return "%04x".formatted((labels(member.labels()) + peer(peer)).hashCode() & 0xffff);
    }

    private String peer(End peer) {
        if (peer.kind == End.Kind.POD) {
            PodIndex.Member member = roster.members().get(peer.pod);
            return "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: " + quoted(member.namespace())
                    + "}}\n"
                    + "      podSelector: " + labels(member.labels());
        }
        IpAddress address = Objects.requireNonNullElse(peer.address, IpAddress.lowest(false));
        return "ipBlock: {cidr: '" + address + "/" + address.bits() + "'}";
    }

    private static String labels(Map<String, String> labels) {
        Map<String, String> lasting = new TreeMap<>(labels);
        lasting.keySet().removeIf(key -> PASSING.contains(key) || key.startsWith(OWN));
        return lasting.isEmpty() ? "{}"
                : lasting.entrySet().stream().map(label -> key(label.getKey()) + ": " + quoted(label.getValue()))
                        .collect(Collectors.joining(", ", "{matchLabels: {", "}}"));
    }

    /** Plain, unless YAML would take it for something else than text. */
    private static String key(String key) {
        return PLAIN.matcher(key).matches() && !NOT_TEXT.contains(key.toLowerCase(Locale.ROOT)) ? key : quoted(key);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
