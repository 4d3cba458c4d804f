package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The folder reports are written to. Keeps a list of what was written, and removes nothing that is not on it.
 *
 * <p>A file is listed before it is made, so that one of a run that was killed is known too.
 *
 * <p>The folder itself may be a link. Nothing below it is followed that is one: whoever may write there could lead what is
 * written, by somebody who may write more, to any file.
 */
final class OutputFolder implements Closeable {
    static final String LIST = ".netproof";
    private static final String LIST_PART = LIST + ".part";
    private static final String NOTE = "# Written by netproof. Before it writes again it removes the files listed here.";
    private static final String RUN = "run ";

    private final Path root;
    private @Nullable BufferedWriter list;

    OutputFolder(Path root) {
        this.root = root;
    }

    /** Removes what is stale for a run that writes {@code formats}, and starts a new list. */
    void begin(String runId, Set<Format> formats) throws IOException {
        Files.createDirectories(root);
        requireOwnList();
        list = startList(runId, sweep(runId, formats).staying());
    }

    /** Removes what earlier runs left, because the run that was to follow could not be made. */
    void clear(Set<Format> formats) throws IOException {
        if (Files.exists(root.resolve(LIST), LinkOption.NOFOLLOW_LINKS)) {
            requireOwnList();
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
        makeFolders(file);
        return path;
    }

    /** Each time anew: a folder that was one a moment ago can be a link by now. */
    private void makeFolders(String file) throws IOException {
        Path names = Path.of(file);
        for (int depth = 1; depth < names.getNameCount(); depth++) {
            Path folder = root.resolve(names.subpath(0, depth));
            if (Files.isSymbolicLink(folder)) {
                throw link(folder);
            }
            if (Files.isRegularFile(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(
                        folder + ": is a file, and a folder of reports goes there. Move it away, or write to "
                                + "another folder");
            }
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(folder);
            }
        }
    }

    private void requireOwnList() throws IOException {
        Path file = root.resolve(LIST);
        if (Files.isSymbolicLink(file)) {
            throw link(file);
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                    file + ": is no file, and the list of what netproof writes goes there. Move it away, or "
                            + "write to another folder");
        }
    }

    private static IOException link(Path path) {
        return new IOException(
                path + ": is a symbolic link, and no report is written through a link. See who put it there "
                        + "and remove it, or write to another folder");
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
        // A new file takes its place, because the one that is there may be another name of a file elsewhere.
        Path part = root.resolve(LIST_PART);
        Files.deleteIfExists(part);
        BufferedWriter started = Files.newBufferedWriter(part, UTF_8, CREATE_NEW, WRITE);
        started.write(NOTE + "\n" + RUN + runId.replaceAll("\\s", "_") + "\n");
        for (String file : files) {
            started.write(file + "\n");
        }
        started.flush();
        Files.move(part, root.resolve(LIST), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return started;
    }

    /** Line by line, because a list is as long as a run; it is there until the last file is gone. */
    private Earlier sweep(@Nullable String runId, Set<Format> formats) throws IOException {
        String run = "";
        List<String> staying = new ArrayList<>();
        Path file = root.resolve(LIST);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), UTF_8))) {
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

    /** The patterns of {@link Format} leave no way up; a folder that became a link would be one. */
    private boolean inside(String file) {
        Path names = Path.of(file);
        for (int depth = 1; depth < names.getNameCount(); depth++) {
            if (!Files.isDirectory(root.resolve(names.subpath(0, depth)), LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        Path path = root.resolve(file);
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** An earlier run, and those of its files that were left in place. */
    private record Earlier(String run, List<String> staying) {}
}
