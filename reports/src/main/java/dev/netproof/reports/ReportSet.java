package dev.netproof.reports;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.text.Wording;
import dev.netproof.reports.archive.Seal;

/** Passes evidence on to several reports, each of which may fail by itself. */
final class ReportSet implements EvidenceSink {
    private final OutputFolder folder;
    private final Set<Format> formats;
    private final Map<Format, EvidenceSink> sinks = new EnumMap<>(Format.class);
    private final Map<String, Exception> problems = new LinkedHashMap<>();
    private boolean begun;
    private boolean closed;

    ReportSet(OutputFolder folder, Set<Format> formats, Seal seal, Wording wording) {
        this.folder = folder;
        this.formats = formats;
        formats.forEach(format -> sinks.put(format, format.sink(folder, seal, wording)));
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        begun = true;
        folder.begin(header.runId(), formats);
        toEach(sink -> sink.begin(header));
    }

    @Override
    public void edge(EdgeEvidence edge) {
        toEach(sink -> sink.edge(edge));
    }

    @Override
    public void end(RunFooter footer) {
        toEach(sink -> sink.end(footer));
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        toEach(EvidenceSink::close);
        attempt("the folder", begun ? folder::close : () -> folder.clear(formats));
        if (!problems.isEmpty()) {
            throw failure();
        }
    }

    private IOException failure() {
        String list = problems.entrySet().stream()
                .map(problem -> "  " + problem.getKey() + ": " + reason(problem.getValue()))
                .collect(joining("\n"));
        IOException failure = new IOException("not every report could be written to " + folder + ":\n" + list);
        problems.values().forEach(failure::addSuppressed);
        return failure;
    }

    private static String reason(Exception problem) {
        String message = problem.getMessage();
        return switch (problem) {
            // The message of most of these is but the file's name.
            case FileSystemException e -> e.getClass().getSimpleName() + ": " + message;
            default -> message == null ? problem.toString() : message;
        };
    }

    private void toEach(Step step) {
        sinks.forEach((format, sink) -> attempt(format.name(), () -> step.on(sink)));
        // A sink that failed is closed without its end, as after a run that broke off: its report must not look whole.
        sinks.entrySet().removeIf(entry -> {
            boolean failed = problems.containsKey(entry.getKey().name());
            if (failed && !closed) {
                attempt(entry.getKey().name(), entry.getValue()::close);
            }
            return failed;
        });
    }

    private void attempt(String what, Action action) {
        try {
            action.run();
        } catch (IOException | RuntimeException e) {
            Exception first = problems.putIfAbsent(what, e);
            if (first != null && !first.equals(e)) {
                first.addSuppressed(e);
            }
        }
    }

    private interface Step {
        void on(EvidenceSink sink) throws IOException;
    }

    private interface Action {
        void run() throws IOException;
    }
}
