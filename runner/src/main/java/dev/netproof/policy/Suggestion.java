package dev.netproof.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a NetworkPolicy that would allow one flow and no more. */
final class Suggestion {

    /** Labels that controllers put on single pods. */
    private static final Set<String> PASSING = Set.of("pod-template-hash", "controller-revision-hash",
            "pod-template-generation", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index",
            "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name", "controller-uid", "job-name");

    private final Roster roster;

    Suggestion(Roster roster) {
        this.roster = roster;
    }

    String policy(Direction direction, End subject, End peer, Flow flow) {
        if (subject.kind != End.Kind.POD) {
            return "";
        }
        Roster.Member member = roster.members().get(subject.pod);
        return """
               # A suggestion: review who else these labels select.
               apiVersion: networking.k8s.io/v1
               kind: NetworkPolicy
               metadata:
                 namespace: %s
                 name: allow-%s-%s-%d
               spec:
                 podSelector: %s
                 policyTypes: [%s]
                 %s:
                 - %s:
                   - %s
                   ports:
                   - {protocol: %s, port: %d}
               """.formatted(member.namespace(), direction.word(),
                flow.transport().name().toLowerCase(Locale.ROOT), flow.port(), labels(member.labels()),
                direction.type(), direction.word(), direction == Direction.INGRESS ? "from" : "to", peer(peer),
                flow.transport(), flow.port());
    }

    private String peer(End peer) {
        if (peer.kind == End.Kind.POD) {
            Roster.Member member = roster.members().get(peer.pod);
            return "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: " + member.namespace() + "}}\n"
                    + "      podSelector: " + labels(member.labels());
        }
        IpAddress address = Objects.requireNonNullElse(peer.address, IpAddress.lowest(false));
        return "ipBlock: {cidr: '" + address + "/" + address.bits() + "'}";
    }

    private static String labels(Map<String, String> labels) {
        Map<String, String> lasting = new TreeMap<>(labels);
        lasting.keySet().removeAll(PASSING);
        return lasting.isEmpty() ? "{}"
                : lasting.entrySet().stream().map(label -> label.getKey() + ": '" + label.getValue() + "'")
                        .collect(Collectors.joining(", ", "{matchLabels: {", "}}"));
    }
}
