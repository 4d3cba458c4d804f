package dev.netproof.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftoversTests {

    private static final RunSelection ALL = new RunSelection(Set.of(), null, Duration.ZERO);

    private final FakeCluster cluster = new FakeCluster();
    private final Leftovers leftovers = new Leftovers(cluster,
            InstantSource.fixed(FakeCluster.CREATED.plus(Duration.ofHours(1))), Duration.ofSeconds(1));

    @BeforeEach
    void twoRunsAndTheUsersOwn() {
        cluster.create(OwnerSpec.of("shop", new RunMark("run-1", "0.1.0", "m")));
        cluster.create(OwnerSpec.of("payments", new RunMark("run-1", "0.1.0", "m")));
        cluster.create(OwnerSpec.of("shop", new RunMark("run-2", "0.1.0", "m")));
        cluster.create(pod("orphan", RunMark.labels(), new RunMark("run-0", "0.1.0", "m").annotations()));
        cluster.create(pod("users", Map.of("app", "checkout"), Map.of()));
        cluster.create(pod("labelled", RunMark.labels(), Map.of()));
        cluster.create(pod("annotated", Map.of(), new RunMark("run-1", "0.1.0", "m").annotations()));
        cluster.create(new ConfigMapBuilder().withNewMetadata().withNamespace("shop").withName("netproof-run-x")
                .addToLabels("app.kubernetes.io/managed-by", "netproof").endMetadata().build());
    }

    @Test
    void findsWhatRunsMadeAndTouchesNothing() {
        List<HasMetadata> before = cluster.objects();

        assertThat(leftovers.find(ALL)).extracting(ObjectRef::kind)
                .containsExactly("ConfigMap", "ConfigMap", "ConfigMap", "Pod");
        assertThat(cluster.objects()).isEqualTo(before);
    }

    @Test
    void removesWhatRunsMadeAndNothingElse() {
        Removal removal = leftovers.remove(ALL);

        assertThat(removal.complete()).isTrue();
        assertThat(removal.removed()).hasSize(4);
        assertThat(cluster.objects()).extracting(object -> object.getMetadata().getName())
                .containsExactly("users", "labelled", "annotated", "netproof-run-x");
    }

    @Test
    void removesOneRunsOnly() {
        assertThat(leftovers.remove(new RunSelection(Set.of(), "run-1", Duration.ZERO)).removed()).hasSize(2)
                .allSatisfy(gone -> assertThat(gone.name())
                        .isEqualTo("netproof-run-" + new RunMark("run-1", "", "").suffix()));
    }

    @Test
    void removesWhatTheCanaryOfARunMade() {
        cluster.create(OwnerSpec.of("canary", new RunMark("run-2-canary", "0.1.0", "m")));
        cluster.create(OwnerSpec.of("canary", new RunMark("run-2-canary-1", "0.1.0", "m")));
        cluster.create(OwnerSpec.of("canary", new RunMark("run-2-123456", "0.1.0", "m")));

        assertThat(leftovers.remove(new RunSelection(Set.of(), "run-2", Duration.ZERO)).removed()).hasSize(3);
        assertThat(leftovers.remove(new RunSelection(Set.of("canary"), "run-2-123456", Duration.ZERO)).removed())
                .hasSize(1);
    }

    @Test
    void removesInOneNamespaceOnly() {
        assertThat(leftovers.remove(RunSelection.ofRun(Set.of("payments"), "run-1")).removed())
                .extracting(ObjectRef::namespace).containsExactly("payments");
    }

    @Test
    void keepsWhatIsYoung() {
        assertThat(leftovers.find(new RunSelection(Set.of(), null, Duration.ofMinutes(59)))).hasSize(4);
        assertThat(leftovers.find(new RunSelection(Set.of(), null, Duration.ofMinutes(61)))).isEmpty();
    }

    @Test
    void namesWhatStaysAlthoughItWasDeleted() {
        cluster.lingers = Pod.class::isInstance;

        Removal removal = leftovers.remove(new RunSelection(Set.of(), "run-0", Duration.ZERO));

        assertThat(removal.removed()).isEmpty();
        assertThat(removal.remark()).isEqualTo("Left behind: pod orphan in namespace shop: deleted, but still there "
                + "after 1 s. Remove it with `kubectl delete pod -n shop orphan`.");
    }

    private static Pod pod(String name, Map<String, String> labels, Map<String, String> annotations) {
        return new PodBuilder().withNewMetadata().withNamespace("shop").withName(name).withLabels(labels)
                .withAnnotations(annotations).endMetadata().build();
    }
}
