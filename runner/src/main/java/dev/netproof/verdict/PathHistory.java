package dev.netproof.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.text.Wording;

/**
 * The attempts at one endpoint of an edge, in the order of their rounds.
 *
 * @param attempts at least one
 */
record PathHistory(List<Attempt> attempts) {

    /** How many closed attempts in a row show that a leak is over. */
    private static final int STABLE = 2;

    PathHistory {
        attempts = List.copyOf(attempts);
    }

    Endpoint endpoint() {
        return last().endpoint();
    }

    Attempt first() {
        return attempts.get(0);
    }

    Attempt last() {
        return attempts.get(attempts.size() - 1);
    }

    /** {@code pod payments/api-0 at 10.1.2.3:8080/TCP}; an address speaks for itself. */
    String name() {
        return Wording.ENGLISH.endpoint(endpoint());
    }

    Optional<Attempt> firstOpen() {
        return attempts.stream().filter(a -> a.observation() instanceof Observation.Connected).findFirst();
    }

    Optional<Attempt> lastOpen() {
        return attempts.reversed().stream().filter(a -> a.observation() instanceof Observation.Connected).findFirst();
    }

    /** Attempts after the last that was open. */
    List<Attempt> closing() {
        int from = lastOpen().map(attempts::indexOf).orElse(-1) + 1;
        return attempts.subList(from, attempts.size());
    }

    /**
     * Open at first, then closed often enough in a row, all within the window.
     *
     * @param window that begins with the first attempt
     * @param all paths of the edge. A Service's own address says little, since the next backend may leak: it goes by those
     *     of the backends, which were all tried
     */
    boolean leakIsOver(Duration window, List<PathHistory> all) {
        boolean closed = closing().size() >= STABLE
                && closing().stream().allMatch(a -> a.observation() instanceof Observation.Closed)
                && closing().get(0).since().minus(first().since()).compareTo(window) <= 0;
        if (!closed || endpoint().kind() != Endpoint.Kind.SERVICE) {
            return closed;
        }
        List<PathHistory> backends = all.stream().filter(path -> path.endpoint().kind() != Endpoint.Kind.SERVICE)
                .toList();
        return backends.stream().anyMatch(path -> path.firstOpen().isPresent())
                && backends.stream().allMatch(path -> path.firstOpen().isEmpty() || path.leakIsOver(window, all));
    }
}
