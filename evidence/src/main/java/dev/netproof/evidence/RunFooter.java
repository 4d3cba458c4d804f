package dev.netproof.evidence;

import java.time.Instant;

/**
 * How a run ended.
 *
 * @param totals over the edges that were judged
 * @param remark why the run ended before its time, empty when it did not
 */
public record RunFooter(Instant finishedAt, Totals totals, String remark) {}
