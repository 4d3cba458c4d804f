package dev.netproof.audit;

import dev.netproof.evidence.Severity;

/**
 * What a rule found.
 *
 * @param part of the object, a path such as {@code spec.ingress[0]}; empty for all of it
 * @param message sentences
 * @param advice sentences
 */
record RuleMatch(Severity severity, Audited object, String part, String message, String advice) {}
