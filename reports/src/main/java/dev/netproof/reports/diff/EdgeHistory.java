package dev.netproof.reports.diff;

import java.util.ArrayList;
import java.util.List;

import dev.netproof.evidence.EdgeEvidence;
import org.jspecify.annotations.Nullable;

/** The few words that are kept of an edge in earlier runs. */
final class EdgeHistory {
    private final List<Seen> seen = new ArrayList<>(1);
    private String path = "";
    private String owner = "";
    private @Nullable EdgeStatus last;
    private int lastRun = -1;

    void add(EdgeEvidence edge, int run) {
        path = path(edge);
        owner = owner(edge);
        last = EdgeStatus.of(edge);
        lastRun = run;
        seen.add(last.seen());
    }

    /** What it was in a run; null if that run does not have it. */
    @Nullable
    EdgeStatus in(int run) {
        return run == lastRun ? last : null;
    }

    String path() {
        return path;
    }

    String owner() {
        return owner;
    }

    List<Seen> seen() {
        return seen;
    }

    List<Seen> seenAnd(Seen now) {
        List<Seen> all = new ArrayList<>(seen);
        all.add(now);
        return all;
    }

    static String path(EdgeEvidence edge) {
        return edge.source().peer() + " → " + edge.target().peer() + " " + edge.port();
    }

    static String owner(EdgeEvidence edge) {
        String owner = edge.governance().owner();
        return owner == null ? "" : owner;
    }
}
