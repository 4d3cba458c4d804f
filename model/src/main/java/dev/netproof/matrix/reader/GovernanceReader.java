package dev.netproof.matrix.reader;

import java.util.ArrayList;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Governance;
import dev.netproof.matrix.grammar.Days;
import dev.netproof.matrix.grammar.Texts;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Value;

/** Reads who answers for an edge, and holds exceptions to what an auditor asks of them. */
final class GovernanceReader {

    private GovernanceReader() {}

    static Governance read(Fields edge) {
        return new Governance(edge.read("because", Texts.REASON).orElse(null),
                edge.read("owner", Texts.LINE).orElse(null), edge.read("ticket", Texts.LINE).orElse(null),
                edge.read("expires", new Days()).orElse(null), edge.read("approver", Texts.LINE).orElse(null));
    }

    /** @param afterwards what the edge is expected to be once it has expired */
    static Governance read(Fields edge, Expectation expected, Expectation afterwards) {
        edge.take("expires").ifPresent(expires -> {
            if (expected == Expectation.DENY) {
                expires.wrong("expires is for agreements that end, and a deny has nothing to end in."
                        + " Drop it, or expect allow.");
            } else if (afterwards == expected) {
                expires.wrong("expires changes nothing where otherwise expects allow too. Drop it.");
            } else {
                demandAccount(edge, expires);
            }
        });
        return read(edge);
    }

    private static void demandAccount(Fields edge, Value expires) {
        var missing = new ArrayList<String>();
        if (edge.take("owner").isEmpty()) {
            missing.add("an owner");
        }
        if (edge.take("because").isEmpty() && edge.take("ticket").isEmpty()) {
            missing.add("a ticket or a because");
        }
        if (!missing.isEmpty()) {
            expires.wrong("an exception that expires needs " + String.join(", and ", missing) + ". Add "
                    + (missing.size() == 1 ? "it." : "them."));
        }
    }
}
