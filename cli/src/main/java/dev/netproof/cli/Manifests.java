package dev.netproof.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.netproof.evidence.Position;
import dev.netproof.manifests.ManifestSnapshot;
import dev.netproof.policy.Unevaluated;

/** Reads manifests for a command. */
final class Manifests {

    private static final int MOST_TOLD = 10;

    private Manifests() {}

    /** Empty if something is wrong with them; all of it is then told. */
    static Optional<ManifestSnapshot> read(List<Path> paths, PrintWriter err) {
        ManifestSnapshot read = ManifestSnapshot.read(paths);
        read.problems().forEach(problem -> err.println(Terminal.printable(problem)));
        return read.problems().isEmpty() ? Optional.of(read) : Optional.empty();
    }

    /** Tells what may say who reaches whom and is not evaluated: a result that hides it would look like all there is. */
    static void warn(List<Unevaluated> unevaluated, PrintWriter err) {
        for (Unevaluated one : unevaluated.subList(0, Math.min(MOST_TOLD, unevaluated.size()))) {
            String where = one.position().map(Position::toString).orElse("netproof");
            err.println(Terminal.printable(where + ": warning: " + one.reason()));
        }
        if (unevaluated.size() > MOST_TOLD) {
            err.println("netproof: warning: " + (unevaluated.size() - MOST_TOLD) + " more are not evaluated.");
        }
        err.flush();
    }
}
