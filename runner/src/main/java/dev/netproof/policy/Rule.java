package dev.netproof.policy;

/**
 * One rule, ready to be asked.
 *
 * @param peers sources for ingress, destinations for egress
 */
record Rule(RuleRef ref, Action action, Peers peers, Ports ports) {

    enum Action {
        ALLOW, DENY, PASS
    }

    /**
     * @param peer the end that is not the policy's subject
     * @param target where the flow leads
     */
    boolean matches(End peer, End target, Transport transport, int port) {
        return peers.match(peer) && ports.match(target, transport, port);
    }

    boolean mayMatch(End peer, End target, Transport transport, int port) {
        return peers.vague() != Peers.Vagueness.NONE && peers.mayMatch(peer) && ports.match(target, transport, port);
    }
}
