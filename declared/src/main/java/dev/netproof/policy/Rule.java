package dev.netproof.policy;

import dev.netproof.evidence.RuleRef;
/**
 * One rule, ready to be asked.
 *
 * @param peers sources for ingress, destinations for egress
 */
record Rule(RuleRef ref, Action action, RulePeers peers, RulePorts ports) {

    enum Action {
        ALLOW, DENY, PASS
    }

    /**
     * Whether it means the flow for certain.
     *
     * @param peer the end that is not the policy's subject
     * @param target where the flow leads
     */
    boolean matches(End peer, End target, Transport transport, int port) {
        return peers.match(peer) && (ports.matchNumber(transport, port)
                || (ports.matchName(target, transport, port) && !namesPortOfAddress(peer, target)));
    }

    /** Whether it means the flow, or may. */
    boolean mayMatch(End peer, End target, Transport transport, int port) {
        boolean mayMean = peers.match(peer)
                || (peers.vague() != RulePeers.Vagueness.NONE && peers.mayMatch(peer));
        return mayMean && (ports.matchNumber(transport, port) || ports.matchName(target, transport, port));
    }

    /**
     * Whether the port's name would have to be looked up on a pod that is meant by its address alone. Some engines do,
     * some don't, and the API for administrators forbids it.
     */
    private boolean namesPortOfAddress(End peer, End target) {
        return peer == target && peers.matchByAddressOnly(peer);
    }
}
