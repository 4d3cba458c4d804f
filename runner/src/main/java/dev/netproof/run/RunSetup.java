package dev.netproof.run;

import java.time.Clock;
import java.util.function.Function;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.cluster.Cluster;
import dev.netproof.probe.ProbeField;
import dev.netproof.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What a run is made with.
 *
 * @param fields makes a place for probe pods, which it signs with the id it is given; asked once for the edges and once for
 *     the canary
 * @param canary null to believe denies without having seen enforcement, which the evidence then says
 * @param clock for what a reader sees; nothing is measured by it
 * @param ticker measures durations and waits
 * @param cancellation a run that is cancelled cleans up, accounts for every edge, and ends
 * @param version of Netproof
 */
public record RunSetup(String runId, String version, String probeImage, Cluster cluster,
        Function<String, ProbeField> fields,
        @Nullable CanaryOptions canary, RunOptions options, Clock clock, Ticker ticker, Progress progress,
        Cancellation cancellation) {}
