package dev.netproof.reports.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EdgeKey;
import dev.netproof.evidence.Verdict;
import dev.netproof.reports.diff.EdgeChange.Kind;
import org.jspecify.annotations.Nullable;

/** Compares the edges of a run with what they were. */
final class Comparison {
    private static final EdgeHistory NONE = new EdgeHistory();
    private static final Comparator<EdgeChange> WORST_FIRST = Comparator.comparing(EdgeChange::kind)
            .thenComparingInt(change -> weight(change.now()))
            .thenComparing(EdgeChange::matrix)
            .thenComparing(EdgeChange::id);

    private final Map<EdgeKey, EdgeHistory> earlier;
    private final int newest;
    private final int runs;
    private final Set<EdgeKey> met = new HashSet<>();
    private final List<EdgeChange> changes = new ArrayList<>();
    private int same;

    Comparison(Map<EdgeKey, EdgeHistory> earlier, int runs) {
        this.earlier = earlier;
        this.newest = runs - 1;
        this.runs = runs;
    }

    void edge(EdgeEvidence edge) {
        EdgeKey key = EdgeKey.of(edge);
        EdgeHistory history = earlier.getOrDefault(key, NONE);
        EdgeStatus before = history.in(newest);
        EdgeStatus now = EdgeStatus.of(edge);
        List<Seen> seen = history.seenAnd(now.seen());
        met.add(key);
        Kind kind = kind(before, now, seen);
        if (kind == null) {
            same++;
        } else {
            changes.add(new EdgeChange(kind, edge.matrix(), edge.id(), EdgeHistory.path(edge), before, now,
                    edge.verdict().summary(), EdgeHistory.owner(edge), seen));
        }
    }

    Diff diff(Baseline.Summary before, Baseline.Summary now) {
        List<String> remarks = new ArrayList<>();
        if (now.run().complete()) {
            earlier.forEach(this::goneUnlessMet);
        } else {
            remarks.add("The newer run is not complete: edges that it lacks were not judged, and may not be gone.");
        }
        if (!before.run().complete()) {
            remarks.add("The earlier run is not complete: edges that it lacks may not be new.");
        }
        Stream.of(before.cut(), now.cut()).filter(cut -> !cut.isEmpty()).forEach(remarks::add);
        if (!before.cluster().equals(now.cluster())) {
            remarks.add("The runs were made in different clusters.");
        }
        changes.sort(WORST_FIRST);
        return new Diff(before.run(), now.run(), runs + 1, changes, same, remarks);
    }

    /** Null if it is as before and as expected. */
    private static @Nullable Kind kind(@Nullable EdgeStatus before, EdgeStatus now, List<Seen> seen) {
        if (before == null) {
            return Kind.NEW;
        }
        if (!before.agreedLike(now)) {
            return Kind.EXPECTATION_CHANGED;
        }
        if (before.seen() != now.seen()) {
            return switch (now.seen()) {
                case OPEN -> before.seen() == Seen.UNKNOWN ? Kind.PROVEN : Kind.OPENED;
                case CLOSED -> before.seen() == Seen.UNKNOWN ? Kind.PROVEN : Kind.CLOSED;
                case UNKNOWN -> Kind.UNPROVEN;
            };
        }
        if (Seen.turns(seen) > 1) {
            return Kind.FLAPPING;
        }
        return now.result() == Verdict.Result.CONFORMS ? null : Kind.STILL_FAILING;
    }

    private void goneUnlessMet(EdgeKey key, EdgeHistory history) {
        EdgeStatus before = history.in(newest);
        if (before != null && !met.contains(key)) {
            changes.add(new EdgeChange(Kind.GONE, key.matrix(), key.id(), history.path(), before, null, "",
                    history.owner(), history.seen()));
        }
    }

    private static int weight(@Nullable EdgeStatus now) {
        if (now == null) {
            return Verdict.Result.values().length;
        }
        return switch (now.result()) {
            case VIOLATED -> 0;
            case INCONCLUSIVE -> 1;
            case CONFORMS -> 2;
        };
    }
}
