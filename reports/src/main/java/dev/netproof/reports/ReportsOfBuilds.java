package dev.netproof.reports;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Function;

import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.EvidenceSinkSource;

/** Writes every report of a run that a build starts into the folder {@code netproof.out}, by default {@code netproof-out}. */
public final class ReportsOfBuilds implements EvidenceSinkSource {

    @Override
    public EvidenceSink open(Function<String, Optional<String>> parameters) {
        return Reports.into(Path.of(parameters.apply("netproof.out").orElse("netproof-out")),
                EnumSet.allOf(Format.class));
    }
}
