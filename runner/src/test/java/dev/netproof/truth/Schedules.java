package dev.netproof.truth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.netproof.truth.Trouble.Kind;

/** Draws a world and what happens in it from a seed. */
final class Schedules {

    /** When a second run begins: long after the first is over, or the lease of one that was killed. */
    private static final double SECOND_RUN = 400;

    /** Within so many seconds from its start, most of a run happens. */
    private static final double BUSY = 25;

    private final Random random;
    private final long seed;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>(List.of(0L));
    private int addresses = 10;

    private Schedules(long seed) {
        this.seed = seed;
        // Seeds that follow each other begin alike.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    static Schedule of(long seed) {
        return new Schedules(seed).draw();
    }

    private Schedule draw() {
        List<String> sources = List.of("web", "jobs", "mail", "stray").subList(0, 2 + random.nextInt(3));
        List<String> services = List.of("api", "db", "cache").subList(0, 1 + random.nextInt(3));
        List<Boolean> workloads = services.stream().map(service -> maybe(0.3)).toList();
        if (maybe(0.35)) {
            starts.add(Span.seconds(SECOND_RUN));
        }
        boolean killed = starts.size() > 1 && maybe(0.5);
        Engine engine = engine();
        Map<String, Boolean> edges = new LinkedHashMap<>();
        Map<String, Integer> windows = new LinkedHashMap<>();
        Map<String, Rule> rules = new TreeMap<>();
        for (String source : sources) {
            for (String service : services) {
                String edge = source + ">" + service;
                boolean open = maybe(0.55);
                if (maybe(0.85) || edges.isEmpty()) {
                    edges.put(edge, open);
                    windows.put(edge, 2 + random.nextInt(7));
                }
                rules.put(edge, new Rule(maybe(0.8) == open, maybe(0.4), changes(engine)));
            }
        }
        for (int i = 0; i < services.size(); i++) {
            boolean probed = maybe(0.4);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                replicas.add(replica(services.get(i) + "-" + n, i, probed, Long.MIN_VALUE / 2, 0));
            }
        }
        for (int many = random.nextInt(3); many > 0; many--) {
            replace();
        }
        for (int many = random.nextInt(5); many > 0; many--) {
            trouble(sources);
        }
        blips(sources);
        canarysTroubles();
        return new Schedule(seed, engine, sources, services, workloads, List.copyOf(replicas), rules, edges, windows,
                List.copyOf(troubles), jumps(), List.copyOf(starts), killed ? moment(0, 20) : Span.EVER,
                !killed && maybe(0.05) ? moment(0, 20) : Span.EVER);
    }

    private Engine engine() {
        int kind = random.nextInt(10);
        boolean all = kind < 6;
        boolean closed = all && maybe(0.1);
        return new Engine(all || kind == 6, all || kind == 7, maybe(0.4), Span.seconds(maybe(0.1) ? 7 : between(0, 1)),
                Span.seconds(maybe(0.05) ? 7 : between(0, 1)), Span.seconds(maybe(0.3) ? between(0.1, 3) : 0), closed);
    }

    private List<Rule.Change> changes(Engine engine) {
        List<Rule.Change> changes = new ArrayList<>();
        for (int many = maybe(0.15) ? 1 + random.nextInt(2) : 0; many > 0; many--) {
            long written = moment();
            changes.add(new Rule.Change(written, written + engine.delay()));
        }
        return changes;
    }

    private Replica replica(String name, int service, boolean probed, long born, long ready) {
        return new Replica(name, service, "10.244.0." + addresses++, probed, maybe(0.08), born, ready, Span.EVER,
                Span.EVER);
    }

    /** A pod gives way to another: with its address or with one of its own, of the same service or of something else. */
    private void replace() {
        int index = random.nextInt(replicas.size());
        Replica old = replicas.get(index);
        if (old.dies() != Span.EVER || old.ready() != 0) {
            return;
        }
        long from = moment();
        long dead = from + Span.seconds(between(0, 2));
        replicas.set(index, old.ending(from, dead));
        String name = old.name() + "-again";
        boolean sameAddress = maybe(0.5);
        long born = sameAddress ? dead + Span.seconds(between(0, 1)) : from + Span.seconds(between(-1, 2));
        Replica fresh = replica(name, sameAddress && maybe(0.3) ? -1 : old.service(), old.probed(), born,
                born + Span.seconds(between(0.2, 3)));
        replicas.add(sameAddress
                ? new Replica(fresh.name(), fresh.service(), old.address(), fresh.probed(), fresh.drifted(),
                        fresh.born(), fresh.ready(), Span.EVER, Span.EVER)
                : fresh);
    }

    private void trouble(List<String> sources) {
        String source = sources.get(random.nextInt(sources.size()));
        Replica replica = replicas.get(random.nextInt(replicas.size()));
        switch (random.nextInt(15)) {
            case 0, 1, 2, 3 -> add(Kind.DEAD, source, span(0.3));
            case 4, 5 -> add(Kind.DEAD, replica.name(), span(replica.probed() ? 1 : 0.3));
            case 6 -> add(Kind.DEAF, replica.name(), span(1));
            case 7 -> add(Kind.DEAF, replica.name(), new Span(Long.MIN_VALUE / 2, Span.EVER));
            case 8 -> {
                Span span = span(0.3);
                add(Kind.RESTARTED, replica.name(), span);
            }
            case 9 -> add(Kind.PROXY, source, new Span(0, Span.EVER));
            case 10 -> add(Kind.MUTE, source, new Span(0, Span.EVER));
            case 11 -> add(Kind.NO_EXEC, source, span(0.3));
            case 12 -> add(Kind.REPLAYED, source, span(0.3));
            case 13 -> add(Kind.TORN, source, span(0.3));
            default -> add(Kind.REFUSED, List.of("snapshot", "create", "delete", "find", "lease", "launch", "removal")
                    .get(random.nextInt(7)), span(0.3));
        }
    }

    /** Outages that may cover the packets of one attempt and no more, at about the time when everything is tried. */
    private void blips(List<String> sources) {
        for (String source : sources) {
            if (maybe(0.6)) {
                blip(source, between(0.3, 2.5));
            }
        }
        for (Replica replica : List.copyOf(replicas)) {
            if (maybe(0.3)) {
                blip(replica.name(), between(1, 4));
            }
        }
    }

    private void blip(String who, double seconds) {
        long from = starts.get(random.nextInt(starts.size())) + moment(1.5, 6.5);
        add(Kind.DEAD, who, new Span(from, from + Span.seconds(seconds)));
    }

    private void canarysTroubles() {
        String who = maybe(0.5) ? "canary-client" : "canary-server";
        for (int many = maybe(0.25) ? 1 + random.nextInt(4) : 0; many > 0; many--) {
            add(Kind.DEAD, who, span(0.3));
        }
        // Three in a row at the same port are what the canary is to believe.
        for (int many = random.nextInt(3); many > 0; many--) {
            add(Kind.LOST, "canary-client", span(0.3));
        }
    }

    private Map<Long, Long> jumps() {
        Map<Long, Long> jumps = new TreeMap<>();
        for (int many = maybe(0.15) ? 1 + random.nextInt(3) : 0; many > 0; many--) {
            jumps.put(moment(), Span.seconds(between(-7200, 3600)));
        }
        return jumps;
    }

    private void add(Kind kind, String who, Span when) {
        troubles.add(new Trouble(kind, who, when));
    }

    private Span span(double least) {
        long from = moment();
        double length = switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4 -> between(0.3, 3);
            case 5, 6, 7, 8 -> between(3, 12);
            default -> 60;
        };
        return new Span(from, from + Span.seconds(Math.max(least, length)));
    }

    /** While some run is busy. */
    private long moment() {
        return starts.get(random.nextInt(starts.size())) + moment(0, BUSY);
    }

    private long moment(double from, double to) {
        return Span.seconds(between(from, to));
    }

    private double between(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    private boolean maybe(double chance) {
        return random.nextDouble() < chance;
    }
}
