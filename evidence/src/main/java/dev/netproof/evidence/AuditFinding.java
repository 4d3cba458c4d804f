package dev.netproof.evidence;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * What an audit has to say about one object.
 *
 * @param rule id of the rule, as {@link AuditRuleText#id()}
 * @param kind of the object, as Kubernetes spells it: {@code NetworkPolicy}
 * @param namespace of the object; empty when it is of the whole cluster
 * @param name of the object
 * @param part of the object, a path such as {@code spec.ingress[0]}; empty for all of it
 * @param position of that part; null when the object is not from a file
 * @param message what was found, in a newcomer's words
 * @param advice what to do about it
 * @param suppression null when the finding stands
 */
public record AuditFinding(String rule, Severity severity, String kind, String namespace, String name, String part,
        @Nullable Position position, String message, String advice, @Nullable Suppression suppression) {

    /**
     * Somebody has accepted the finding.
     *
     * @param until the last day of it, UTC
     */
    public record Suppression(LocalDate until, String reason) {}

    /** Whether nobody has accepted it. */
    public boolean stands() {
        return suppression == null;
    }

    /** {@code NetworkPolicy shop/web}. */
    public String object() {
        return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }

    public AuditFinding suppressed(Suppression by) {
        return new AuditFinding(rule, severity, kind, namespace, name, part, position, message, advice, by);
    }
}
