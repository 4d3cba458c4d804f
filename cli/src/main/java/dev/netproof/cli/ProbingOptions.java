package dev.netproof.cli;

import java.nio.file.Path;
import java.time.Duration;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.run.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to probe, and where to write what came of it. */
final class ProbingOptions {

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "netproof-out", description = "Folder of the reports. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("netproof-out");

    @Option(names = "--image", paramLabel = "IMAGE", defaultValue = ProbePodOptions.DEFAULT_IMAGE, description = "Probe image; needs sh, curl, nc and nslookup. Default: ${DEFAULT-VALUE}")
    private String image = ProbePodOptions.DEFAULT_IMAGE;

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

    @Option(names = "--audit", description = "Put what an audit of the matrices' namespaces finds into the evidence. Changes no exit code.")
    private boolean audit;

    @Option(names = "--no-declared", description = "Read no policies. Findings then do not say what is declared; no right to read policies is needed.")
    private boolean noDeclared;

    @Mixin
    private EphemeralOptions ephemeral = new EphemeralOptions();

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

    boolean audits() {
        return audit;
    }

    @Nullable
    CanaryOptions canary() {
        return noCanary ? null : new CanaryOptions(canaryNamespace, canaryPatience);
    }

    /** Whether policies are read and compared with what is seen. */
    boolean readsPolicies() {
        return !noDeclared;
    }

    /** Whether edges are judged although nothing was seen to be enforced. */
    boolean believesUnseen() {
        return noCanary || unenforced;
    }

    RunOptions run() {
        return new RunOptions(settle, RunOptions.DEFAULTS.attemptsApart(), unenforced, ephemeral.use(), coverage);
    }
}
