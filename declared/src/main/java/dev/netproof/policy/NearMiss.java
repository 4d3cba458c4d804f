package dev.netproof.policy;

import java.util.List;

import dev.netproof.evidence.Difference;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.RuleRef;
import org.jspecify.annotations.Nullable;

/**
 * The rule that came closest to allowing a denied flow.
 *
 * @param direction the side that denies
 * @param rule null if no isolating policy has a rule for that direction
 * @param differences what keeps it from allowing the flow, of its nearest peer only; empty if there is no rule
 * @param suggestion a NetworkPolicy that would allow just this flow, as YAML, to be reviewed; empty if the
 *     side is no pod
 */
public record NearMiss(Direction direction, @Nullable RuleRef rule, List<Difference> differences,
        String suggestion) {

    public NearMiss {
        differences = List.copyOf(differences);
    }
}
