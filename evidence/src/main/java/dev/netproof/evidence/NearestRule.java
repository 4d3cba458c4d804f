package dev.netproof.evidence;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The rule that came closest to allowing a denied path, on one side of it.
 *
 * @param rule null if no policy that isolates the side has a rule for it
 * @param differences all that keeps the rule from allowing the path; empty if there is no rule
 * @param suggestion a policy that would allow just this path, as YAML, to be reviewed; may be empty
 */
public record NearestRule(Side side, @Nullable RuleRef rule, List<Difference> differences, String suggestion) {

    public NearestRule {
        differences = List.copyOf(differences);
    }
}
