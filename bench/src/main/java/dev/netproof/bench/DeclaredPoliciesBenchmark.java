package dev.netproof.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import dev.netproof.policy.Decision;
import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.Flow;
import dev.netproof.policy.FlowEnd;
import dev.netproof.policy.FlowVerdict;
import dev.netproof.policy.Transport;
import dev.netproof.snapshot.Snapshot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Flow decisions, verdicts with reasons, compilation and the graph of {@link LargeCluster}, in 512 MB on one thread. */
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
public class DeclaredPoliciesBenchmark {

    private static final int FLOWS = 1 << 14;

    private final Flow[] flows = new Flow[FLOWS];
    private final Snapshot snapshot = new LargeCluster().snapshot();
    private final DeclaredPolicies declared = DeclaredPolicies.of(snapshot);
    private int next;

    @Setup
    public void drawFlows() {
        SplittableRandom random = new SplittableRandom(2);
        int[] ports = {8080, 9090, 9150, 443};
        for (int i = 0; i < FLOWS; i++) {
            flows[i] = new Flow(pod(random.nextInt(LargeCluster.PODS)), pod(random.nextInt(LargeCluster.PODS)),
                    Transport.TCP, ports[random.nextInt(ports.length)]);
        }
    }

    private static FlowEnd pod(int number) {
        return new FlowEnd.Pod(LargeCluster.namespace(number), LargeCluster.name(number));
    }

    private Flow flow() {
        next = next + 1 & FLOWS - 1;
        return flows[next];
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public Decision decide() {
        return declared.decide(flow());
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public FlowVerdict judge() {
        return declared.judge(flow());
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public DeclaredPolicies compile() {
        return DeclaredPolicies.of(snapshot);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public DeclaredGraph graphByPod() {
        return DeclaredPolicies.of(snapshot).graph(DeclaredGraph.By.POD);
    }
}
