package dev.netproof.matrix.grammar;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A duration: a whole number and a unit, {@code ms}, {@code s} or {@code m}.
 *
 * @param longest the greatest that is accepted
 */
public record Durations(Duration longest) implements Grammar<Duration> {

    public static final Durations TIMEOUT = new Durations(Duration.ofSeconds(60));
    public static final Durations CONVERGENCE = new Durations(Duration.ofMinutes(10));

    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,9})(ms|s|m)");
    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,9}\\.[0-9]{1,9})(ms|s|m)");
    private static final Pattern BARE = Pattern.compile("[0-9]{1,9}");

    @Override
    public Parsed<Duration> parse(String text) {
        var whole = WHOLE.matcher(text);
        if (whole.matches()) {
            return within(Duration.ofMillis(Long.parseLong(whole.group(1)) * millis(whole.group(2))));
        }
        var fraction = FRACTION.matcher(text);
        if (fraction.matches()) {
            var millis = new BigDecimal(fraction.group(1)).multiply(BigDecimal.valueOf(millis(fraction.group(2))));
            return Parsed.wrong("has a fraction",
                    "Write " + written(Duration.ofMillis(Math.max(1, millis.longValue()))) + ".");
        }
        if (BARE.matcher(text).matches()) {
            return Parsed.wrong("has no unit", "Write " + text + "s for seconds, or use ms or m.");
        }
        return Parsed.wrong("is not a duration", "Write a whole number and one unit: 500ms, 3s or 1m.");
    }

    private Parsed<Duration> within(Duration duration) {
        if (duration.isZero()) {
            return Parsed.wrong("is no time at all", "Write at least 1ms.");
        }
        if (duration.compareTo(longest) > 0) {
            return Parsed.wrong("is too long", "Write at most " + written(longest) + ".");
        }
        return Parsed.read(duration);
    }

    private static String written(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        return millis % 60_000 == 0 ? millis / 60_000 + "m" : millis / 1000 + "s";
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            default -> 60_000;
        };
    }
}
