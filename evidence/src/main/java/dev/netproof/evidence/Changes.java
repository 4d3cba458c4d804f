package dev.netproof.evidence;

import static java.util.Collections.unmodifiableMap;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What changed since earlier runs.
 *
 * @param since id of the newest of them
 * @param sinceAt when that one began
 * @param runs how many runs were looked at, with this one
 * @param counts edges by what became of them, of those kinds that there are
 * @param same edges that are as before and as expected
 * @param edges worst first, {@value #MOST_EDGES} at most; {@code counts} has all
 * @param remarks what to know before one believes it
 */
public record Changes(String since, Instant sinceAt, int runs, Map<String, Integer> counts, int same,
        List<Change> edges, List<String> remarks) {

    /** The end of a run is held in memory whole, so it does not grow with the run. */
    public static final int MOST_EDGES = 500;

    public Changes {
        counts = unmodifiableMap(new LinkedHashMap<>(counts));
        edges = List.copyOf(edges.subList(0, Math.min(edges.size(), MOST_EDGES)));
        remarks = List.copyOf(remarks);
    }

    /** How many edges are not among {@link #edges}. */
    public int leftOut() {
        return counts.values().stream().mapToInt(Integer::intValue).sum() - edges.size();
    }
}
