package dev.netproof.policy;

/**
 * What policies declare about a flow.
 *
 * @param egress of the source
 * @param ingress of the destination
 */
public record FlowVerdict(SideVerdict egress, SideVerdict ingress) {

    public Decision decision() {
        return egress.decision().and(ingress.decision());
    }
}
