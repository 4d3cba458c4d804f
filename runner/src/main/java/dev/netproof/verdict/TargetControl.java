package dev.netproof.verdict;

import dev.netproof.evidence.Control;

/**
 * What backs a deny at one endpoint.
 *
 * @param closedForEveryone two or more sources tried the endpoint, and none reached it
 */
public record TargetControl(Control control, boolean closedForEveryone) {}
