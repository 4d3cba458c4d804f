package dev.netproof.coverage;

import java.util.List;

import dev.netproof.evidence.Expectation;
import dev.netproof.policy.Alternative;
import dev.netproof.policy.Decision;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.End;
import dev.netproof.policy.Transport;

/**
 * The flows that stand or fall with one expectation, written or yet to be.
 *
 * @param source of all of them
 * @param flows at least one; a Service's own address is none, since policies see the pods behind it
 */
record Check(End source, List<Hit> flows) {

    /**
     * Where a flow leads.
     *
     * @param serving whether it takes traffic: if others do, one that does not owes nobody an answer
     */
    record Hit(End end, Transport transport, int port, boolean serving) {}

    Check {
        flows = List.copyOf(flows);
    }

    /** Whether some of its flows may come out differently; if not, none does. */
    boolean mayDiffer(Alternative alternative) {
        for (int i = 0; i < flows.size(); i++) {
            if (alternative.mayDiffer(source, flows.get(i).end())) {
                return true;
            }
        }
        return false;
    }

    /** Those that the judge of a run would ask for. */
    Check asked(Expectation expected) {
        List<Hit> serving = flows.stream().filter(Hit::serving).toList();
        return expected == Expectation.DENY || serving.isEmpty() ? this : new Check(source, serving);
    }

    private static Decision agreeing(Expectation expected) {
        return switch (expected) {
            case ALLOW -> Decision.ALLOWED;
            case DENY -> Decision.DENIED;
        };
    }

    private static Decision disagreeing(Expectation expected) {
        return switch (expected) {
            case ALLOW -> Decision.DENIED;
            case DENY -> Decision.ALLOWED;
        };
    }

    /** Whether all that is declared now is as expected. */
    boolean agrees(Expectation expected) {
        Decision wanted = agreeing(expected);
        for (int i = 0; i < flows.size(); i++) {
            Hit hit = flows.get(i);
            if (DeclaredPolicies.decide(source, hit.end(), hit.transport(), hit.port()) != wanted) {
                return false;
            }
        }
        return true;
    }

    /** Whether something would then be declared that is not as expected. */
    boolean disagrees(Expectation expected, Alternative alternative) {
        Decision unwanted = disagreeing(expected);
        for (int i = 0; i < flows.size(); i++) {
            Hit hit = flows.get(i);
            if (alternative.mayDiffer(source, hit.end())
                    && alternative.decide(source, hit.end(), hit.transport(), hit.port()) == unwanted) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether nobody knows of one of its flows whether it comes out differently.
     *
     * @param opaque whether there are policies that are not evaluated
     */
    boolean isUnsettled(Alternative alternative, boolean opaque) {
        return flows.stream().anyMatch(hit -> {
            Decision before = DeclaredPolicies.decide(source, hit.end(), hit.transport(), hit.port());
            Decision now = alternative.decide(source, hit.end(), hit.transport(), hit.port());
            return before == now ? opaque && now == Decision.UNKNOWN
                    : before == Decision.UNKNOWN || now == Decision.UNKNOWN;
        });
    }
}
