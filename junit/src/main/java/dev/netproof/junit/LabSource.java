package dev.netproof.junit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.Clusters;
import dev.netproof.engine.ClusterSource;
import dev.netproof.lab.Lab;
import dev.netproof.lab.LabNotReadyException;
import dev.netproof.lab.LabOptions;
import dev.netproof.lab.ManifestException;
import dev.netproof.lab.network.EnforcementMode;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;

/**
 * The cluster source {@code lab}: starts a lab for the run, applies the manifests that {@code netproof.manifests} names,
 * between commas, and waits until all in them is ready. {@code netproof.mode} says what happens to packets that policies
 * deny: {@code drop}, {@code reject} or {@code none}.
 */
public final class LabSource implements ClusterSource {

    private static final Duration READY = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public Session open(Function<String, Optional<String>> parameters) throws IOException {
        List<Path> manifests = paths(parameters.apply("netproof.manifests").orElse(""));
        Lab lab = Lab.start(LabOptions.defaults().withMode(mode(parameters.apply("netproof.mode").orElse("drop"))));
        try {
            Cluster cluster = Clusters.fromKubeconfig(lab.kubeconfig(), null);
            cluster.create(new NamespaceBuilder().withNewMetadata()
                    .withName(parameters.apply("netproof.canary-namespace").orElse(CanaryOptions.DEFAULT_NAMESPACE))
                    .endMetadata()
                    .build());
            if (!manifests.isEmpty()) {
                lab.apply(manifests);
            }
            lab.awaitReady(READY);
            return new Open(lab, cluster);
        } catch (ManifestException | LabNotReadyException e) {
            lab.close();
            throw new IOException("the lab can't be what netproof.manifests says: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            lab.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the lab's pods", e);
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private static EnforcementMode mode(String word) {
        return Arrays.stream(EnforcementMode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("netproof.mode: there is no mode \"" + word
                        + "\". Write one of " + Arrays.stream(EnforcementMode.values())
                                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static List<Path> paths(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }

    private record Open(Lab lab, Cluster cluster) implements Session {

        @Override
        public void close() {
            cluster.close();
            lab.close();
        }
    }
}
