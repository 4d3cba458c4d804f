package dev.netproof.reports;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenMetrics text that node_exporter's textfile collector and a Pushgateway read too: both read the older Prometheus
 * format, which knows gauges and histograms but not OpenMetrics' {@code info}, and takes {@code # EOF} for a comment.
 *
 * @see <a href="https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md">OpenMetrics 1.0</a>
 */
final class MetricsText {
    private static final int NANO_DIGITS = 9;
    private static final int MOST_LABEL = 200;

    private final StringBuilder text = new StringBuilder();
    private String family = "";

    /** The type of a family of metrics. */
    enum Type {
        GAUGE, HISTOGRAM
    }

    /** Begins a family; samples that follow belong to it. */
    MetricsText family(String name, Type type, String unit, String help) {
        family = name;
        text.append("# TYPE ").append(name).append(' ').append(Story.word(type)).append('\n');
        if (!unit.isEmpty()) {
            text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        }
        text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
        return this;
    }

    /** One sample of the open family, labels as names and values in turn. */
    void sample(String suffix, Number value, String... labels) {
        text.append(family).append(suffix);
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < labels.length; i += 2) {
            pairs.add(labels[i] + "=\"" + escaped(labels[i + 1]) + "\"");
        }
        if (!pairs.isEmpty()) {
            text.append('{').append(String.join(",", pairs)).append('}');
        }
        String number = value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
        text.append(' ').append(number).append('\n');
    }

    /** All of it, ended as OpenMetrics wants. */
    String whole() {
        return text + "# EOF\n";
    }

    static BigDecimal seconds(Duration duration) {
        return plain(BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), NANO_DIGITS)));
    }

    static BigDecimal seconds(Instant instant) {
        return plain(BigDecimal.valueOf(instant.getEpochSecond())
                .add(BigDecimal.valueOf(instant.getNano(), NANO_DIGITS)));
    }

    /** A value that is told apart from others by what a person sees of it, and no longer than that. */
    static String label(String value) {
        return Legible.line(value, MOST_LABEL);
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
