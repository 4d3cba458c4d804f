package dev.netproof.cli;

import java.nio.file.Path;
import java.time.Duration;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.run.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to probe, and where to write what came of it. */
final class ProbingOptions {

    /** The image of {@code probe-image/}. */
    static final String DEFAULT_IMAGE = "ghcr.io/netproof/probe:0.1";

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "netproof-out", description = "Folder of the reports. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("netproof-out");

    @Option(names = "--image", paramLabel = "IMAGE", defaultValue = DEFAULT_IMAGE, description = "Probe image; needs sh, curl, nc and nslookup. Default: ${DEFAULT-VALUE}")
    private String image = DEFAULT_IMAGE;

    @Option(names = "--settle", paramLabel = "DURATION", defaultValue = "1s", converter = DurationConverter.class, description = "How long a new probe pod is left alone, so that policies take hold of it. Default: ${DEFAULT-VALUE}")
    private Duration settle = Duration.ofSeconds(1);

    @Option(names = "--canary-namespace", paramLabel = "NAME", defaultValue = CanaryOptions.DEFAULT_NAMESPACE, description = "An existing scratch namespace, in which enforcement is seen before a deny is believed. "
            + "Default: ${DEFAULT-VALUE}")
    private String canaryNamespace = CanaryOptions.DEFAULT_NAMESPACE;

    @Option(names = "--canary-patience", paramLabel = "DURATION", defaultValue = "10s", converter = DurationConverter.class, description = "How long a canary policy may take to have its effect. Default: ${DEFAULT-VALUE}")
    private Duration canaryPatience = CanaryOptions.DEFAULT_PATIENCE;

    @Option(names = "--no-canary", description = "Do not look for enforcement; the evidence says so.")
    private boolean noCanary;

    @Option(names = "--unenforced", description = "Judge edges even when nothing is seen to be enforced.")
    private boolean unenforced;

    @Option(names = "--coverage", description = "Measure, too, which mistakes in the policies the matrices would notice, and put it into the evidence.")
    private boolean coverage;

    @Mixin
    private SealingOptions sealing = new SealingOptions();

    SealingOptions sealing() {
        return sealing;
    }

    Path out() {
        return out;
    }

    String image() {
        return image;
    }

    @Nullable
    CanaryOptions canary() {
        return noCanary ? null : new CanaryOptions(canaryNamespace, canaryPatience);
    }

    /** Whether edges are judged although nothing was seen to be enforced. */
    boolean believesUnseen() {
        return noCanary || unenforced;
    }

    RunOptions run() {
        return new RunOptions(settle, RunOptions.DEFAULTS.attemptsApart(), unenforced, coverage);
    }
}
