package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command tells, and how it ends. */
class CoverageCommandTests {

    private static final Path TIERS = Path.of(System.getProperty("netproof.home", "..")).resolve("matrices/three-tier");
    private static final String[] COVERAGE = {"coverage", "--manifests", TIERS.resolve("manifests").toString(),
            TIERS.resolve("matrix.yaml").toString()};

    private static Told coverage(String... more) {
        String[] all = Arrays.copyOf(COVERAGE, COVERAGE.length + more.length);
        System.arraycopy(more, 0, all, COVERAGE.length, more.length);
        return Told.by(all);
    }

    @Test
    void namesWhatNobodyWouldNoticeAndTheEdgeThatWould() {
        Told told = coverage();

        assertThat(told.exit()).as(told.all()).isZero();
        assertThat(told.all()).contains("No edge would notice")
                .contains("storefront/allow-dns egress[0].ports[1] removed")
                .contains("from: frontend, to: dns, port: 53, expect: allow")
                .contains("mistakes that could be made in the policies").doesNotContain("storefront/allow-dns removed");
        assertThat(coverage("--all").all()).contains("storefront/allow-dns removed")
                .contains("by three-tier/resolves.frontend");
    }

    @Test
    void thePageShowsWhatItSays() throws IOException {
        assertThat(Files.readString(TIERS.resolve("../../docs/coverage.md"))).contains(coverage().all().strip());
    }

    @Test
    void addingWhatIsSuggestedRaisesIt(@TempDir Path folder) throws IOException {
        String matrix = Files.readString(TIERS.resolve("matrix.yaml")).replace("  # Everything else",
                "    - {id: notices-56bb3f0e, from: frontend, to: dns, port: 53, expect: allow}\n\n  # Everything else");
        Path better = Files.writeString(folder.resolve("matrix.yaml"), matrix);

        Told told = Told.by("coverage", "--manifests", TIERS.resolve("manifests").toString(), better.toString());

        assertThat(told.exit()).as(told.all()).isZero();
        assertThat(told.all()).doesNotContain("storefront/allow-dns egress[0].ports[1] removed");
    }

    @Test
    void writesJson() {
        Told told = coverage("-o", "json");

        assertThat(told.exit()).as(told.all()).isZero();
        assertThat(told.all()).startsWith("{").contains("\"percent\": ").contains("\"result\": \"unnoticed\"");
    }

    @Test
    void failsUnderALimit() {
        assertThat(coverage("--fail-under", "10").exit()).isZero();
        Told told = coverage("--fail-under", "99.5");
        assertThat(told.exit()).isEqualTo(ExitCode.VIOLATED.code());
        assertThat(told.all()).contains("under 99.5 %");
        assertThat(coverage("--fail-under", "101").exit()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void aMistakenMatrixIsBadUsage(@TempDir Path folder) throws IOException {
        Path matrix = Files.writeString(folder.resolve("matrix.yaml"),
                Files.readString(TIERS.resolve("matrix.yaml")).replace("port: postgres", "port: mysql"));

        Told told = Told.by("coverage", "--manifests", TIERS.resolve("manifests").toString(), matrix.toString());

        assertThat(told.exit()).as(told.all()).isEqualTo(ExitCode.USAGE.code());
        assertThat(told.all()).contains("has no port mysql");
    }
}
