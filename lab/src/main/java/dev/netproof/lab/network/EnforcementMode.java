package dev.netproof.lab.network;

/** What the lab's network does with a packet that NetworkPolicy denies. */
public enum EnforcementMode {
    /** Drops it silently, as most engines do: the sender sees a timeout. */
    DROP,
    /** Answers with a TCP reset or ICMP unreachable, as kube-router does: the sender sees a refusal. */
    REJECT,
    /** Lets it pass, as a CNI without a policy engine does: policies are stored and ignored. */
    NONE
}
