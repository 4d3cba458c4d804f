package dev.netproof.audit;

import java.util.List;

import dev.netproof.evidence.Direction;
import dev.netproof.policy.PolicyParts;
import dev.netproof.policy.Selector;

/** A NetworkPolicy that can be read. */
record Policy(PolicyParts parts, Audited object) {

    String namespace() {
        return object.namespace();
    }

    Selector subject() {
        return parts.subject();
    }

    List<PolicyParts.Part> rules() {
        return parts.rules();
    }

    boolean isolates(Direction direction) {
        return parts.directions().contains(direction);
    }

    boolean isolates(Direction direction, Member member) {
        return isolates(direction) && !member.onNode() && member.namespace().equals(namespace())
                && subject().selects(member.labels());
    }

    /** Isolates, and allows nothing. */
    boolean isPureDeny() {
        return rules().isEmpty();
    }
}
