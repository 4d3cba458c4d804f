package dev.netproof.audit;

import java.util.stream.Collectors;

import dev.netproof.policy.PolicyParts.Part;
import dev.netproof.policy.PolicyParts.Peer;
import dev.netproof.policy.Selector;
import org.jspecify.annotations.Nullable;

/** Rules that everybody writes and nobody should be told of. */
final class Idioms {

    private Idioms() {}

    /** {@code {}}, or the same in more words. */
    static boolean isEverything(Part rule) {
        return rule.isForAnyone() && rule.ports().isEverything();
    }

    /** Every peer is the policy's own namespace, or a part of it. */
    static boolean isWithinNamespace(Part rule) {
        return !rule.isForAnyone() && rule.peers().stream()
                .allMatch(peer -> peer instanceof Peer.Pods pods && pods.namespaces() == null);
    }

    /** {@code pods app=web of namespaces team=shop, or 10.0.0.0/8}. */
    static String peers(Part rule) {
        return rule.isForAnyone() ? "everybody"
                : rule.peers().stream().map(Idioms::peer).collect(Collectors.joining(", or "));
    }

    static String peer(Peer peer) {
        return switch (peer) {
            case Peer.Block block -> block.block().cidr();
            case Peer.Pods pods -> (isAll(pods.pods()) ? "every pod" : "pods " + pods.pods()) + of(pods.namespaces());
        };
    }

    private static String of(@Nullable Selector namespaces) {
        if (namespaces == null) {
            return " of its namespace";
        }
        String name = namespaces.labels().get(AuditContext.NAME_LABEL);
        return namespaces.isEmpty() ? " of every namespace"
                : name != null && namespaces.keys().size() == 1 ? " of " + name : " of namespaces " + namespaces;
    }

    static boolean isAll(@Nullable Selector selector) {
        return selector == null || selector.isEmpty();
    }
}
