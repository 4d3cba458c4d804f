package dev.netproof.matrix.reader;

import java.time.Duration;

import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Severity;
import dev.netproof.matrix.grammar.Durations;
import dev.netproof.matrix.grammar.Vocabulary;
import dev.netproof.matrix.yaml.Fields;

/** What {@code defaults} says for all edges, and an edge for itself. */
record Settings(Duration timeout, Duration convergence, Severity severity, Mode mode) {

    /** Holds where a matrix says nothing. */
    static final Settings INITIAL = new Settings(Duration.ofSeconds(3), Duration.ofSeconds(30), Severity.MAJOR,
            Mode.ENFORCE);

    /** Those written in the mapping, and these for the rest. */
    Settings overriddenBy(Fields fields) {
        return new Settings(fields.read("timeout", Durations.TIMEOUT).orElse(timeout),
                fields.read("convergence", Durations.CONVERGENCE).orElse(convergence),
                fields.read("severity", Vocabulary.SEVERITIES).orElse(severity),
                fields.read("mode", Vocabulary.MODES).orElse(mode));
    }
}
