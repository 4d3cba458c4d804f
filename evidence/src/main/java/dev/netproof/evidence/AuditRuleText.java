package dev.netproof.evidence;

/**
 * What a rule of the audit looks for.
 *
 * @param id stable, lower case with hyphens
 * @param severity of its findings as a rule; a finding that is less certain, or less grave, has a lesser one of its own
 * @param title a few words
 * @param why it matters, a sentence or two
 * @param remedy how to fix it, a sentence or two
 */
public record AuditRuleText(String id, Severity severity, String title, String why, String remedy) {}
