package dev.netproof.audit;

import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Severity;

/** Suppressions that are over, or that nobody can read. */
record SuppressionsInForce(boolean expired) implements AuditRule {

    private static final AuditRuleText EXPIRED = new AuditRuleText("suppression-expired", Severity.MINOR,
            "A suppression that is over",
            "It suppresses nothing any more; what it was for is reported again.",
            "Fix what it was for, or renew it with a new day and a reason, in a change that somebody reviews.");

    private static final AuditRuleText MALFORMED = new AuditRuleText("suppression-malformed", Severity.MINOR,
            "A suppression that can't be read",
            "It suppresses nothing, whatever its author believes.",
            "Write lines of the form: rule-id until 2027-01-31: reason.");

    @Override
    public AuditRuleText text() {
        return expired ? EXPIRED : MALFORMED;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        return scene.everything().distinct().flatMap(object -> Suppressions.lines(object).stream()
                .flatMap(line -> check(scene, object, line)));
    }

    private Stream<RuleMatch> check(AuditContext scene, Audited object, Suppressions.Line line) {
        String part = "metadata.annotations";
        return switch (line) {
            case Suppressions.Line.Malformed(String text, String problem) -> expired ? Stream.empty()
                    : Stream.of(found(object, part, "'" + text + "' " + problem + "."));
            case Suppressions.Line.Sound(var rule, var suppression) ->
                expired && new Suppressions(scene.input().today()).isOver(suppression)
                        ? Stream.of(found(object, part, rule + " was accepted until " + suppression.until() + ": "
                                + suppression.reason()))
                        : Stream.empty();
        };
    }
}
