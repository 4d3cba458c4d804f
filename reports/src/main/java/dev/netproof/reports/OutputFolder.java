package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The folder reports are written to. Keeps a list of what was written, and removes nothing that is not on it.
 *
 * <p>A file is listed before it is made, so that one of a run that was killed is known too.
 */
final class OutputFolder implements Closeable {
    static final String LIST = ".netproof";
    private static final String NOTE = "# Written by netproof. Before it writes again it removes the files listed here.";
    private static final String RUN = "run ";

    private final Path root;
    private @Nullable BufferedWriter list;
    private @Nullable Path made;

    OutputFolder(Path root) {
        this.root = root;
    }

    /** Removes what is stale for a run that writes {@code formats}, and starts a new list. */
    void begin(String runId, Set<Format> formats) throws IOException {
        Files.createDirectories(root);
        list = startList(runId, sweep(runId, formats).staying());
    }

    /** Removes what earlier runs left, because the run that was to follow could not be made. */
    void clear(Set<Format> formats) throws IOException {
        if (Files.exists(root.resolve(LIST))) {
            Earlier earlier = sweep(null, formats);
            startList(earlier.run(), earlier.staying()).close();
        }
    }

    /** A new file. Fails if there is one that netproof did not write. */
    OutputStream create(String file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(claim(file), CREATE_NEW, WRITE));
    }

    /** Where a new file goes that somebody else will write. */
    Path claim(String file) throws IOException {
        Path path = root.resolve(file);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(path.toString(), null,
                    "not written by netproof. Move it away, or write to another folder");
        }
        BufferedWriter open = list;
        if (open == null) {
            throw new IllegalStateException("the folder was not begun");
        }
        open.write(file);
        open.newLine();
        open.flush();
        Path parent = path.getParent();
        if (parent != null && !parent.equals(made)) {
            Files.createDirectories(parent);
            made = parent;
        }
        return path;
    }

    Path resolve(String file) {
        return root.resolve(file);
    }

    @Override
    public void close() throws IOException {
        BufferedWriter open = list;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }

    private BufferedWriter startList(String runId, List<String> files) throws IOException {
        BufferedWriter started = Files.newBufferedWriter(root.resolve(LIST), UTF_8, CREATE, WRITE, TRUNCATE_EXISTING);
        started.write(NOTE + "\n" + RUN + runId.replaceAll("\\s", "_") + "\n");
        for (String file : files) {
            started.write(file + "\n");
        }
        started.flush();
        return started;
    }

    /** Line by line, because a list is as long as a run; it is there until the last file is gone. */
    private Earlier sweep(@Nullable String runId, Set<Format> formats) throws IOException {
        String run = "";
        List<String> staying = new ArrayList<>();
        if (Files.isRegularFile(root.resolve(LIST))) {
            try (BufferedReader lines = Files.newBufferedReader(root.resolve(LIST), UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(RUN)) {
                        run = line.substring(RUN.length());
                    } else if (recognised(line) && stays(line, run.equals(runId), formats)) {
                        staying.add(line);
                    } else if (recognised(line) && inside(line)) {
                        Files.deleteIfExists(root.resolve(line));
                    }
                }
            }
        }
        return new Earlier(run, staying);
    }

    private static boolean stays(String file, boolean sameRun, Set<Format> formats) {
        boolean rewritten = formats.stream().anyMatch(format -> format.writes(file));
        boolean evidence = Format.EVIDENCE_JSON.writes(file) || Format.ARCHIVE.writes(file);
        return !rewritten && (sameRun || evidence);
    }

    /** Whoever can plant a list must not choose what is deleted. */
    private static boolean recognised(String file) {
        return !file.contains("..") && Stream.of(Format.values()).anyMatch(format -> format.writes(file));
    }

    /** The patterns of {@link Format} leave no way up; a folder that became a link to elsewhere would be one. */
    private boolean inside(String file) throws IOException {
        Path path = root.resolve(file);
        Path parent = path.getParent();
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && parent != null && parent.toRealPath().startsWith(root.toRealPath());
    }

    /** An earlier run, and those of its files that were left in place. */
    private record Earlier(String run, List<String> staying) {}
}
