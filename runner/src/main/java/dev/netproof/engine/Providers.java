package dev.netproof.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.EvidenceSinkSource;

/**
 * What the class path brings to a run that a build starts.
 *
 * @param clusters their names distinct, or the first of a name is taken
 */
record Providers(List<ClusterSource> clusters, List<EvidenceSinkSource> sinks) {

    Providers {
        clusters = List.copyOf(clusters);
        sinks = List.copyOf(sinks);
    }

    /** What can be found from the calling thread's class loader. */
    static Providers found() {
        List<ClusterSource> clusters = new ArrayList<>(List.of(new KubeconfigSource()));
        ServiceLoader.load(ClusterSource.class).forEach(clusters::add);
        List<EvidenceSinkSource> sinks = new ArrayList<>();
        ServiceLoader.load(EvidenceSinkSource.class).forEach(sinks::add);
        return new Providers(clusters, sinks);
    }

    Optional<ClusterSource> cluster(String name) {
        return clusters.stream().filter(source -> source.name().equals(name)).findFirst();
    }

    String names() {
        return clusters.stream().map(ClusterSource::name).sorted().collect(Collectors.joining(", "));
    }

    List<EvidenceSink> open(Function<String, Optional<String>> parameters) {
        return sinks.stream().map(source -> source.open(parameters)).toList();
    }
}
