package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import org.junit.jupiter.api.Test;

class LagTests {

    private final Lag lag = new Lag(Duration.ofNanos(10), Duration.ofNanos(5));

    private static ClusterState with(String... policies) {
        return ClusterState.EMPTY.withPolicies(Stream.of(policies).map(LagTests::policy).toList());
    }

    private static NetworkPolicy policy(String name) {
        return new NetworkPolicyBuilder().withNewMetadata().withName(name).endMetadata().build();
    }

    private static ClusterState pods(String... uids) {
        List<Pod> pods = Stream.of(uids)
                .map(uid -> new PodBuilder().withNewMetadata().withUid(uid).endMetadata().build()).toList();
        return new ClusterState(List.of(), pods, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private List<String> seen(ClusterState state, long now) {
        return lag.seen(state, now).policies().stream().map(policy -> policy.getMetadata().getName()).toList();
    }

    @Test
    void aPolicyThatIsWrittenOrRemovedTakesEffectLater() {
        assertThat(seen(with("a"), 100)).isEmpty();
        assertThat(lag.next(100)).hasValue(110);
        assertThat(seen(with("a"), 109)).isEmpty();
        assertThat(seen(with("a"), 110)).containsExactly("a");
        assertThat(lag.next(110)).isEmpty();

        assertThat(seen(with(), 200)).containsExactly("a");
        assertThat(seen(with(), 210)).isEmpty();
    }

    @Test
    void changesTakeEffectOneAfterTheOther() {
        assertThat(seen(with("a"), 100)).isEmpty();
        assertThat(seen(with("a", "b"), 105)).isEmpty();
        assertThat(seen(with("a", "b"), 112)).containsExactly("a");
        assertThat(lag.next(112)).hasValue(115);
        assertThat(seen(with("a", "b"), 116)).containsExactly("a", "b");
    }

    @Test
    void aNewPodIsUnprotectedForAWhileAndNoOtherIs() {
        assertThat(lag.unprotected(pods("old"), 100)).containsExactly("old");
        assertThat(lag.unprotected(pods("old"), 105)).isEmpty();

        assertThat(lag.unprotected(pods("old", "new"), 120)).containsExactly("new");
        assertThat(lag.next(120)).hasValue(125);
        assertThat(lag.unprotected(pods("old", "new"), 125)).isEmpty();
    }

    @Test
    void anEngineThatIsNotSlowKnowsAllAtOnce() {
        Lag none = new Lag(Duration.ZERO, Duration.ZERO);

        assertThat(none.seen(with("a"), 100).policies()).hasSize(1);
        assertThat(none.unprotected(pods("new"), 100)).isEmpty();
        assertThat(none.next(100)).isEmpty();
    }
}
