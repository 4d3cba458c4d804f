package dev.netproof.run;

import dev.netproof.plan.Plan;
import dev.netproof.probe.ProbeField.Launched;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.verdict.WireLog;

/**
 * What probing brought home, to be judged.
 *
 * @param before the cluster just before the first probe
 * @param after the cluster just after the last
 */
record Harvest(Plan plan, Launched pods, Attempts attempts, WireLog log, Snapshot before, Snapshot after) {}
