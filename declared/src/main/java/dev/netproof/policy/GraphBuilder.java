package dev.netproof.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.netproof.evidence.Place;
import org.jspecify.annotations.Nullable;

/** Computes the graph of all pods, or workloads, and the ranges of addresses that rules tell apart. */
final class GraphBuilder {

    /** Some part of a node of the graph: an end and its class. */
    private record Part(End end, int type) {}

    private final SortedMap<GraphNode, List<List<Part>>> hosts = new TreeMap<>();
    private final List<Map.Entry<IpRange, Part>> ranges = new ArrayList<>();
    private final Connections connections = new Connections();
    private final EquivalenceClasses lookalikes;
    /** Rows by class of the source, made when first asked for. */
    private final Connections.@Nullable Found[] @Nullable [] byClass;

    GraphBuilder(Map<GraphNode, List<List<End>>> podsByNode, List<Rule> rules) {
        lookalikes = new EquivalenceClasses(rules);
        podsByNode.forEach((node, pods) -> hosts.put(node, pods.stream()
                .map(ends -> ends.stream().map(end -> new Part(end, lookalikes.classOf(end))).toList()).toList()));
        boolean narrow = false;
        boolean wide = rules.stream().flatMap(rule -> rule.peers().blocks().stream())
                .anyMatch(block -> block.range().first().wide());
        for (List<List<End>> pods : podsByNode.values()) {
            for (List<End> ends : pods) {
                for (End end : ends) {
                    narrow |= end.address == null || !end.address.wide();
                    wide |= end.address != null && end.address.wide();
                }
            }
        }
        List<IpRange> all = new ArrayList<>();
        if (narrow || !wide) {
            all.addAll(ExternalRanges.of(rules, false));
        }
        if (wide) {
            all.addAll(ExternalRanges.of(rules, true));
        }
        for (IpRange range : all) {
            End end = End.external(new Place.Address(range.toString()), range.first());
            ranges.add(Map.entry(range, new Part(end, lookalikes.classOf(end))));
        }
        byClass = new Connections.Found[lookalikes.size()][];
    }

    List<GraphNode> nodes() {
        return List.copyOf(hosts.keySet());
    }

    List<GraphEdge> edges() {
        List<GraphEdge> edges = new ArrayList<>();
        hosts.forEach((source, pods) -> {
            hosts.forEach((destination, others) -> {
                if (!source.equals(destination) && !(isNode(source) && isNode(destination))) {
                    add(edges, source, destination, between(pods, others));
                }
            });
            if (!isNode(source)) {
                outside(pods, true).forEach((range, found) -> add(edges, source, external(range), found));
            }
        });
        // Addresses in their own order, not by their digits.
        SortedMap<IpRange, List<GraphEdge>> inwards = new TreeMap<>(
                Comparator.comparing(IpRange::first).thenComparing(IpRange::last));
        hosts.forEach((destination, pods) -> {
            if (!isNode(destination)) {
                outside(pods, false).forEach((range, found) -> add(
                        inwards.computeIfAbsent(range, any -> new ArrayList<>()), external(range), destination, found));
            }
        });
        inwards.values().forEach(edges::addAll);
        return edges;
    }

    /** What nodes do among themselves, and beyond the cluster, is not up to any policy. */
    private static boolean isNode(GraphNode host) {
        return host instanceof GraphNode.ClusterNode;
    }

    private static GraphNode external(IpRange range) {
        return new GraphNode.External(range.first().toString(), range.last().toString());
    }

    private static void add(List<GraphEdge> edges, GraphNode source, GraphNode destination,
            Connections.Found found) {
        if (!found.isNothing()) {
            edges.add(new GraphEdge(source, destination, found.allowed(), found.unknown()));
        }
    }

    /** What any pod of one can do to any of the other. */
    private Connections.Found between(List<List<Part>> pods, List<List<Part>> others) {
        if (pods.size() == 1 && others.size() == 1) {
            return betweenHosts(pods.get(0), others.get(0));
        }
        Connections.Found union = Connections.Found.NOTHING;
        for (List<Part> pod : pods) {
            for (List<Part> other : others) {
                union = union.union(betweenHosts(pod, other));
            }
        }
        return union;
    }

    private Connections.Found betweenHosts(List<Part> pod, List<Part> other) {
        Part source = facing(pod, other);
        Part destination = facing(other, pod);
        // Whether they share a node, or a family, is no trait of either.
        return Exemption.of(source.end(), destination.end()) == Exemption.NONE ? ofClasses(source, destination)
                : connections.between(source.end(), destination.end());
    }

    private static Part facing(List<Part> own, List<Part> others) {
        if (own.size() == 1) {
            return own.get(0);
        }
        End end = End.facing(own.stream().map(Part::end).toList(), others.stream().map(Part::end).toList());
        return own.stream().filter(part -> part.end() == end).findFirst().orElseThrow();
    }

    /** Neighbouring ranges for which the same holds are one. */
    private Map<IpRange, Connections.Found> outside(List<List<Part>> pods, boolean outwards) {
        Map<IpRange, Connections.Found> merged = new LinkedHashMap<>();
        IpRange range = null;
        Connections.Found found = Connections.Found.NOTHING;
        for (Map.Entry<IpRange, Part> next : ranges) {
            Connections.Found own = outside(pods, next.getValue(), outwards);
            boolean adjoins = range != null && range.first().wide() == next.getKey().first().wide();
            if (range != null && adjoins && own.equals(found)) {
                range = new IpRange(range.first(), next.getKey().last());
            } else {
                if (range != null) {
                    merged.put(range, found);
                }
                range = next.getKey();
                found = own;
            }
        }
        if (range != null) {
            merged.put(range, found);
        }
        return merged;
    }

    private Connections.Found outside(List<List<Part>> pods, Part range, boolean outwards) {
        Connections.Found union = Connections.Found.NOTHING;
        for (List<Part> pod : pods) {
            for (Part part : pod) {
                if (sharesFamily(part.end(), range.end())) {
                    union = union.union(outwards ? ofClasses(part, range) : ofClasses(range, part));
                    break;
                }
            }
        }
        return union;
    }

    private static boolean sharesFamily(End pod, End range) {
        return pod.address == null || range.address == null || pod.address.wide() == range.address.wide();
    }

    private Connections.Found ofClasses(Part source, Part destination) {
        Connections.@Nullable Found[] row = byClass[source.type()];
        if (row == null) {
            row = new Connections.Found[lookalikes.size()];
            byClass[source.type()] = row;
        }
        Connections.Found found = row[destination.type()];
        if (found == null) {
            found = connections.between(source.end(), destination.end());
            row[destination.type()] = found;
        }
        return found;
    }
}
