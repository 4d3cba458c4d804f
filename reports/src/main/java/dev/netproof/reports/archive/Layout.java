package dev.netproof.reports.archive;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.RunHeader;

/**
 * What stands where in an archive. The files come in the order of sealing: evidence, matrices, the manifest that has
 * their hashes, the statement that is signed.
 */
final class Layout {
    static final String EVIDENCE = "evidence.json";
    static final String MATRICES = "matrices/";
    static final String MANIFEST = "MANIFEST.sha256";
    static final String STATEMENT = "statement.json";
    static final String ENVELOPE = "statement.dsse.json";

    /** The archive's own comment ends in the hash of all bytes before that hash. */
    static final String SEAL = "netproof sha256:";
    static final int SEAL_LENGTH = SEAL.length() + Sha256.DIGITS;

    static final int MOST_FILES = 1_000;
    static final long MOST_BYTES = 4_000_000_000L;
    static final int MOST_MATRIX_BYTES = 16 << 20;
    /** JSON of edges that are all alike shrinks to a fortieth. */
    static final int MOST_RATIO = 250;
    static final int MOST_SMALL_FILE = 64 << 20;

    private static final int MOST_NAME = 60;

    private Layout() {}

    /** The matrix files of a run by their names in its archive; a file that holds several matrices stands there once. */
    static Map<String, MatrixFile> matrices(RunHeader header) {
        Map<String, MatrixFile> byName = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        for (MatrixFile matrix : header.matrices()) {
            if (seen.add(matrix.sha256() + matrix.file())) {
                byName.put("%s%03d-%s".formatted(MATRICES, seen.size(), safe(matrix.file())), matrix);
            }
        }
        return byName;
    }

    /** The last part of a path, or of any other text, as a file name that is one everywhere. */
    static String safe(String path) {
        String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        String safe = last.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^\\.+|\\.+$", "_");
        return safe.isEmpty() ? "_" : safe.substring(Math.max(0, safe.length() - MOST_NAME));
    }
}
