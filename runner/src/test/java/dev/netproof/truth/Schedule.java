package dev.netproof.truth;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A world and all that happens in it. The same seed makes the same schedule, and the same schedule the same runs.
 *
 * @param sources peers that edges start from
 * @param services names; the index is what a replica knows
 * @param workloads whether edges lead to a service's pods as a workload's, without its virtual address
 * @param rules by {@code source>service}
 * @param edges what the matrix expects, by {@code source>service}: whether it is open
 * @param windows how long each edge may take to come out as expected, in seconds
 * @param jumps of the wall clock: when, and by how many nanoseconds
 * @param starts when runs begin; there is more than one where the earlier leaves something to the later
 * @param killed when the first run is killed, so that it cleans up nothing; never for {@link Span#EVER}
 * @param cancelled when the first run is cancelled
 */
record Schedule(long seed, Engine engine, List<String> sources, List<String> services, List<Boolean> workloads,
        List<Replica> replicas, Map<String, Rule> rules, Map<String, Boolean> edges, Map<String, Integer> windows,
        List<Trouble> troubles, Map<Long, Long> jumps, List<Long> starts, long killed, long cancelled) {

    boolean is(Trouble.Kind kind, String who, long moment) {
        for (Trouble trouble : troubles) {
            if (trouble.is(kind, who, moment)) {
                return true;
            }
        }
        return false;
    }

    /** A number in [0, bound) that depends on nothing but the seed and this key, so that no order of asking matters. */
    int chance(String key, int bound) {
        long mixed = (seed * 31 + key.hashCode()) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (int) Math.floorMod(mixed ^ (mixed >>> 29), (long) bound);
    }

    @Override
    public String toString() {
        return "seed " + seed + "\n  " + engine + "\n  edges (open?) " + edges + " windows " + windows + "\n  rules "
                + rules + "\n  " + services + " as workloads " + workloads + "\n  "
                + replicas.stream().map(Replica::toString).collect(Collectors.joining("\n  ")) + "\n  "
                + troubles.stream().map(Trouble::toString).collect(Collectors.joining("\n  "))
                + "\n  clock jumps " + jumps.entrySet().stream()
                        .map(jump -> Span.word(jump.getKey()) + " by " + Span.word(jump.getValue())).toList()
                + "\n  runs begin at " + starts.stream().map(Span::word).toList() + ", killed " + Span.word(killed)
                + ", cancelled " + Span.word(cancelled);
    }
}
