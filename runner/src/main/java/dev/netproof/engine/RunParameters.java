package dev.netproof.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.probe.ProbePodOptions;
import dev.netproof.run.RunOptions;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * The configuration parameters of a run that a build starts, called as the options of the command {@code run}.
 *
 * @param matrices for classes that name none, and for requests that select nothing
 * @param cluster name of a cluster source
 * @param canary null to look for no enforcement
 */
record RunParameters(List<Path> matrices, String cluster, String image, RunOptions options,
        @Nullable CanaryOptions canary) {

    /** Every key there is, those of the lab's source among them. */
    static final Set<String> KEYS = Set.of("netproof.matrices", "netproof.cluster", "netproof.kubeconfig",
            "netproof.context", "netproof.out", "netproof.image", "netproof.settle", "netproof.canary-namespace",
            "netproof.canary-patience", "netproof.no-canary", "netproof.unenforced", "netproof.manifests",
            "netproof.mode");

    /** System properties of the launcher script, which are configuration parameters too. */
    private static final Set<String> OTHERS = Set.of("netproof.home", "netproof.terminal");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");

    /**
     * Reads all of them.
     *
     * @param problems hears of each value that can't be used, whose default is then taken
     */
    static RunParameters read(ConfigurationParameters parameters, Consumer<String> problems) {
        Reader reader = new Reader(parameters, problems);
        Duration settle = reader.duration("netproof.settle", RunOptions.DEFAULTS.settle());
        Duration patience = reader.duration("netproof.canary-patience", CanaryOptions.DEFAULT_PATIENCE);
        boolean noCanary = reader.flag("netproof.no-canary");
        String scratch = reader.text("netproof.canary-namespace").orElse(CanaryOptions.DEFAULT_NAMESPACE);
        return new RunParameters(paths(reader.text("netproof.matrices").orElse("")),
                reader.text("netproof.cluster").orElse(KubeconfigSource.NAME),
                reader.text("netproof.image").orElse(ProbePodOptions.DEFAULT_IMAGE),
                new RunOptions(settle, RunOptions.DEFAULTS.attemptsApart(), reader.flag("netproof.unenforced")),
                noCanary ? null : new CanaryOptions(scratch, patience));
    }

    /** Keys that look like ours and are not, sorted: they may be misspelt. */
    static Set<String> unknown(ConfigurationParameters parameters) {
        Set<String> unknown = new TreeSet<>(parameters.keySet());
        unknown.removeIf(key -> !key.startsWith("netproof.") || KEYS.contains(key) || OTHERS.contains(key));
        return unknown;
    }

    /** Paths between commas. */
    static List<Path> paths(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).filter(path -> !path.isEmpty()).map(Path::of)
                .toList();
    }

    private record Reader(ConfigurationParameters parameters, Consumer<String> problems) {

        Optional<String> text(String key) {
            return parameters.get(key).map(String::strip).filter(value -> !value.isEmpty());
        }

        boolean flag(String key) {
            String value = text(key).orElse("false").toLowerCase(Locale.ROOT);
            if (!value.equals("true") && !value.equals("false")) {
                problems.accept(key + ": \"" + value + "\" is neither true nor false. Write one of them.");
            }
            return value.equals("true");
        }

        Duration duration(String key, Duration otherwise) {
            Optional<String> value = text(key);
            if (value.isEmpty()) {
                return otherwise;
            }
            Matcher matcher = DURATION.matcher(value.get());
            if (!matcher.matches()) {
                problems.accept(key + ": \"" + value.get()
                        + "\" is no duration. Write a number with ms, s or m: 500ms, 3s.");
                return otherwise;
            }
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofSeconds(number);
            };
        }
    }
}
