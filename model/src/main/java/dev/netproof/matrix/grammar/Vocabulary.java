package dev.netproof.matrix.grammar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Mode;
import dev.netproof.evidence.Severity;
import dev.netproof.matrix.AddressFamily;
import dev.netproof.matrix.WorkloadKind;

/**
 * A closed set of words.
 *
 * @param words in the order they are shown
 * @param meant words of other tools, in lower case, and the word here that says the same
 */
public record Vocabulary<T>(LinkedHashMap<String, T> words, Map<String, String> meant) implements Grammar<T> {

    public static final Vocabulary<Expectation> EXPECTATIONS = of(Expectation.values(), Map.ofEntries(
            Map.entry("yes", "allow"), Map.entry("true", "allow"), Map.entry("on", "allow"),
            Map.entry("open", "allow"), Map.entry("accept", "allow"), Map.entry("permit", "allow"),
            Map.entry("pass", "allow"), Map.entry("no", "deny"), Map.entry("false", "deny"),
            Map.entry("off", "deny"), Map.entry("closed", "deny"), Map.entry("drop", "deny"),
            Map.entry("reject", "deny"), Map.entry("block", "deny"), Map.entry("forbid", "deny")));

    public static final Vocabulary<Severity> SEVERITIES = of(Severity.values(),
            Map.of("high", "critical", "error", "critical", "normal", "major", "medium", "major", "warning", "minor",
                    "low", "minor", "info", "trivial"));

    public static final Vocabulary<Mode> MODES = of(Mode.values(),
            Map.of("audit", "monitor", "warn", "monitor", "observe", "monitor", "report", "monitor", "block", "enforce",
                    "strict", "enforce"));

    public static final Vocabulary<String> METHODS = of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
    public static final Vocabulary<String> REACHES = of("service", "pods");
    public static final Vocabulary<String> OPERATORS = of("In", "NotIn", "Exists", "DoesNotExist");
    public static final Vocabulary<String> CONTROLS = of("none");

    public static final Vocabulary<AddressFamily> FAMILIES = families();

    public static final Vocabulary<Boolean> SWITCHES = new Vocabulary<>(new LinkedHashMap<>(Map.of("true", true)),
            Map.of("yes", "true", "on", "true"));

    static final Vocabulary<WorkloadKind> WORKLOADS = of(WorkloadKind.values(),
            Map.of("deploy", "deployment", "sts", "statefulset", "ds", "daemonset"));

    private static Vocabulary<AddressFamily> families() {
        var words = new LinkedHashMap<String, AddressFamily>();
        for (var family : AddressFamily.values()) {
            words.put(family.word(), family);
        }
        return new Vocabulary<>(words, Map.of("ipv4", "IPv4", "ipv6", "IPv6", "v4", "IPv4", "v6", "IPv6", "4", "IPv4",
                "6", "IPv6"));
    }

    private static <T extends Enum<T>> Vocabulary<T> of(T[] constants, Map<String, String> meant) {
        var words = new LinkedHashMap<String, T>();
        for (T constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return new Vocabulary<>(words, meant);
    }

    private static Vocabulary<String> of(String... plain) {
        var words = new LinkedHashMap<String, String>();
        for (String word : plain) {
            words.put(word, word);
        }
        return new Vocabulary<>(words, Map.of());
    }

    @Override
    public Parsed<T> parse(String text) {
        T value = words.get(text);
        if (value != null) {
            return Parsed.read(value);
        }
        var guess = meant.get(text.toLowerCase(Locale.ROOT));
        return Parsed.wrong("is not known",
                guess != null ? "Did you mean " + guess + "?" : fix(text, words.sequencedKeySet().stream().toList()));
    }

    /** Names the known word nearest to what was written, or else all of them. */
    static String fix(String written, List<String> known) {
        return Nearest.to(written, known)
                .map(word -> "Did you mean " + word + "?")
                .orElseGet(() -> "Write " + orOf(known) + ".");
    }

    /** {@code a, b or c}. */
    private static String orOf(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.getFirst() : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
