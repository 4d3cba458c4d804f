package dev.netproof.lab.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of the packet filter that follows the cluster's objects.
 *
 * <p>Sets and chains are named after their content, so they never change: a new state only adds some, points the
 * elements of the fixed maps at them, and removes what nothing points at any more. No packet ever meets a half-built
 * chain.
 *
 * @param sets named sets of addresses
 * @param chains named chains of rules
 * @param elements of the fixed maps and sets of {@link Firewall}: map, key, and verdict (empty in a set)
 */
record Ruleset(SortedMap<String, List<String>> sets, SortedMap<String, List<String>> chains,
        SortedMap<String, SortedMap<String, String>> elements) {

    static final Ruleset EMPTY = new Builder().build();

    private static final int ELEMENTS_PER_COMMAND = 50;

    Ruleset {
        sets = Collections.unmodifiableSortedMap(new TreeMap<>(sets));
        chains = Collections.unmodifiableSortedMap(new TreeMap<>(chains));
        elements = Collections.unmodifiableSortedMap(new TreeMap<>(elements));
    }

    /**
     * The nft commands that lead from this ruleset to another, in order.
     *
     * @return pieces that must each stay in one transaction; between them the filter may be committed
     */
    List<String> stepsTo(Ruleset target, String table) {
        List<String> steps = new ArrayList<>();
        added(sets, target.sets).forEach((name, addresses) -> {
            steps.add("add set " + table + " " + name + " { type " + Layer3.of(addresses.get(0)).type() + "; }");
            inBatches(addresses).forEach(batch -> steps.add(
                    "add element " + table + " " + name + " { " + String.join(", ", batch) + " }"));
        });
        added(chains, target.chains).forEach((name, rules) -> {
            steps.add("add chain " + table + " " + name);
            rules.forEach(rule -> steps.add("add rule " + table + " " + name + " " + rule));
        });
        Collection<String> maps = new TreeSet<>(elements.keySet());
        maps.addAll(target.elements.keySet());
        for (String map : maps) {
            turnElements(table + " " + map, elements.getOrDefault(map, new TreeMap<>()),
                    target.elements.getOrDefault(map, new TreeMap<>()), steps);
        }
        added(target.chains, chains).keySet().forEach(name -> steps.add(
                "flush chain " + table + " " + name + "\ndelete chain " + table + " " + name));
        added(target.sets, sets).keySet().forEach(name -> steps.add("delete set " + table + " " + name));
        return steps;
    }

    private static void turnElements(String map, Map<String, String> from, Map<String, String> to,
            List<String> steps) {
        Collection<String> stale = from.entrySet().stream().filter(entry -> !to.entrySet().contains(entry))
                .map(Map.Entry::getKey).toList();
        Collection<String> fresh = to.entrySet().stream().filter(entry -> !from.entrySet().contains(entry))
                .map(Map.Entry::getKey).toList();
        // A key that gets another verdict is replaced in one transaction, so that its pod is never without.
        for (List<String> batch : inBatches(stale)) {
            List<String> replaced = batch.stream().filter(to::containsKey).toList();
            String step = "delete element " + map + " { " + String.join(", ", batch) + " }";
            steps.add(replaced.isEmpty() ? step : step + "\n" + addElements(map, replaced, to));
        }
        for (List<String> batch : inBatches(fresh.stream().filter(key -> !from.containsKey(key)).toList())) {
            steps.add(addElements(map, batch, to));
        }
    }

    private static String addElements(String map, List<String> keys, Map<String, String> verdicts) {
        List<String> elements = keys.stream()
                .map(key -> {
                    String verdict = verdicts.getOrDefault(key, "");
                    return verdict.isEmpty() ? key : key + " : " + verdict;
                }).toList();
        return "add element " + map + " { " + String.join(", ", elements) + " }";
    }

    private static <V> SortedMap<String, V> added(Map<String, V> before, SortedMap<String, V> after) {
        SortedMap<String, V> added = new TreeMap<>(after);
        added.keySet().removeAll(before.keySet());
        return added;
    }

    private static List<List<String>> inBatches(Collection<String> all) {
        List<String> items = List.copyOf(all);
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < items.size(); from += ELEMENTS_PER_COMMAND) {
            batches.add(items.subList(from, Math.min(items.size(), from + ELEMENTS_PER_COMMAND)));
        }
        return batches;
    }

    /** Collects sets, chains and elements; what has the same content is there once. */
    static final class Builder {

        private final SortedMap<String, List<String>> sets = new TreeMap<>();
        private final SortedMap<String, List<String>> chains = new TreeMap<>();
        private final SortedMap<String, SortedMap<String, String>> elements = new TreeMap<>();

        /** Adds a set of addresses of one family, at least one, and returns its name. */
        String set(Collection<String> addresses) {
            List<String> sorted = List.copyOf(new TreeSet<>(addresses));
            String name = "s_" + digest(sorted);
            sets.put(name, sorted);
            return name;
        }

        /** Adds a chain and returns its name. */
        String chain(List<String> rules) {
            String name = "c_" + digest(rules);
            chains.put(name, List.copyOf(rules));
            return name;
        }

        void element(String map, String key, String verdict) {
            elements.computeIfAbsent(map, any -> new TreeMap<>()).put(key, verdict);
        }

        Ruleset build() {
            return new Ruleset(sets, chains, elements);
        }

        private static String digest(List<String> lines) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest, 0, 8);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
