package dev.netproof.bench;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.netproof.coverage.CoverageMeter;
import dev.netproof.evidence.PolicyCoverage;
import dev.netproof.matrix.Edge;
import dev.netproof.plan.Plan;
import dev.netproof.plan.Planner;
import dev.netproof.snapshot.Snapshot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Coverage of {@link LargeCluster} by a matrix of 200 edges, once, as a command does it: compilation and all. */
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
@Warmup(iterations = 0)
@Measurement(iterations = 3)
public class CoverageBenchmark {

    private final Snapshot snapshot = new LargeCluster().snapshotWithWorkloads();
    private final Plan plan = new Planner(snapshot, Map.of()).plan(LargeCluster.matrix(snapshot, 200));

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public PolicyCoverage coverage() {
        return new CoverageMeter(snapshot, snapshot, plan, Edge::expected).measure();
    }
}
