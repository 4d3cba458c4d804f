package dev.netproof.evidence;

/**
 * An edge that is not what it was in an earlier run, or still not what it should be.
 *
 * @param kind what became of it, as {@code netproof diff} has it: {@code opened}, {@code expectation-changed}
 * @param path source, target and port: {@code checkout → payments 8080/TCP}
 * @param turn what was agreed and seen, before and now: {@code deny, closed → deny, open}
 * @param summary what was seen now, empty of one that is gone
 * @param owner who answers for it, empty if nobody does
 */
public record Change(String kind, String matrix, String id, String path, String turn, String summary, String owner) {}
