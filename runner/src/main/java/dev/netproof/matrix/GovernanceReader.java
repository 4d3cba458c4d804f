package dev.netproof.matrix;

import java.util.ArrayList;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Governance;

/** Reads who answers for an edge, and holds exceptions to what an auditor asks of them. */
final class GovernanceReader {

    private GovernanceReader() {}

    static Governance read(Fields edge, Expectation expected) {
        var because = edge.read("because", Texts.REASON);
        var owner = edge.read("owner", Texts.LINE);
        var ticket = edge.read("ticket", Texts.LINE);
        var expires = edge.take("expires");
        expires.ifPresent(value -> {
            if (expected == Expectation.DENY) {
                value.wrong("expires is for agreements that end, and a deny has nothing to end in."
                        + " Drop it, or expect allow.");
                return;
            }
            var missing = new ArrayList<String>();
            if (edge.take("owner").isEmpty()) {
                missing.add("an owner");
            }
            if (edge.take("because").isEmpty() && edge.take("ticket").isEmpty()) {
                missing.add("a ticket or a because");
            }
            if (!missing.isEmpty()) {
                value.wrong("an exception that expires needs " + String.join(", and ", missing)
                        + ". Add " + (missing.size() == 1 ? "it." : "them."));
            }
        });
        var day = expires.flatMap(value -> value.read(new Days()));
        return new Governance(because.orElse(null), owner.orElse(null), ticket.orElse(null), day.orElse(null));
    }
}
