package dev.netproof.probe;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import dev.netproof.evidence.RawRecord;

/** A record as it is kept under {@code captured/}, with how it is to be read. */
record Captured(Condition condition, RawRecord record) {

    public void writeUnder(Path directory) throws IOException {
        String tool = record.tool().toLowerCase(Locale.ROOT).replaceAll("[()]", "").replace(' ', '-');
        Path file = directory.resolve(tool).resolve(record.probe() + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file,
                """
                expect: %s
                kind: %s
                via: %s
                status: %s
                tool: %s
                command: %s
                exit: %d
                elapsed: %s
                --- stdout
                %s
                --- stderr
                %s
                """.formatted(condition.expected(), condition.probe().ask().kind(), condition.probe().proxy() != null,
                        condition.question().expectStatus().stream().map(String::valueOf).collect(joining(" ")),
                        record.tool(), String.join(" ", record.command()), record.exitCode(), record.elapsed(),
                        record.stdout(),
                        record.stderr()));
    }
}
