package dev.netproof.reports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;

import dev.netproof.evidence.EvidenceSink;
import org.junit.jupiter.api.Test;

class ReportsTests {
    @Test
    void sample() throws IOException {
        try (EvidenceSink sink = Reports.into(Path.of("/tmp/reports-sample"), EnumSet.allOf(Format.class))) {
            SampleRun.into(sink);
        }
    }
}
