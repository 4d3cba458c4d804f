package dev.netproof.run;

import java.util.Map;

import dev.netproof.plan.Plan;
import dev.netproof.probe.ProbeField.Launched;
import dev.netproof.snapshot.Snapshot;
import dev.netproof.verdict.WireLog;

/**
 * What probing brought home, to be judged.
 *
 * @param silent why pods were not asked from within whether they listen, by uid
 * @param before the cluster just before the first probe
 * @param after the cluster just after the last
 */
record Harvest(Plan plan, Launched pods, Attempts attempts, WireLog log, Map<String, String> silent, Snapshot before,
        Snapshot after) {}
