package dev.netproof.evidence;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The rule that came closest to allowing a denied path, on one side of it.
 *
 * @param side {@code egress of SOURCE} or {@code ingress of TARGET}
 * @param rule {@code NetworkPolicy shop/api ingress[0]}; null if no policy that isolates the side has a rule for it
 * @param differences all that keeps the rule from allowing the path; empty if there is no rule
 * @param suggestion a policy that would allow just this path, as YAML, to be reviewed; may be empty
 */
public record NearestRule(String side, @Nullable String rule, List<Difference> differences, String suggestion) {

    public NearestRule {
        differences = List.copyOf(differences);
    }

    /** In one line: the rule, and what differs. */
    public String line() {
        if (rule == null) {
            return "none, no policy that isolates " + side + " has a rule for it";
        }
        return rule + ", but " + String.join("; ", differences.stream().map(Difference::toString).toList());
    }
}
