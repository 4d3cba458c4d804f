package dev.netproof.reports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A strict reader of OpenMetrics 1.0 text, and of what the older Prometheus format makes of it. */
final class OpenMetricsReader {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern META = Pattern.compile("# (TYPE|UNIT|HELP) (" + NAME + ") (.*)");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern
            .compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    private final Map<String, BigDecimal> samples = new LinkedHashMap<>();
    private final Set<String> families = new HashSet<>();
    private String family = "";
    private String type = "";
    private String step = "";
    private Map<String, BigDecimal> buckets = new LinkedHashMap<>();

    /** Values by series; fails on anything that the format does not allow. */
    static Map<String, BigDecimal> read(String text) {
        OpenMetricsReader reader = new OpenMetricsReader();
        check(text.endsWith("# EOF\n"), "it does not end in # EOF and a line feed");
        check(text.chars().noneMatch(c -> c < ' ' && c != '\n'), "a control character");
        text.substring(0, text.length() - "# EOF\n".length()).lines().forEach(reader::line);
        return reader.samples;
    }

    private void line(String line) {
        Matcher meta = META.matcher(line);
        if (meta.matches()) {
            meta(meta.group(1), meta.group(2), meta.group(3));
            return;
        }
        check(!line.startsWith("#"), "no comments in OpenMetrics: " + line);
        Matcher sample = SAMPLE.matcher(line);
        check(sample.matches(), "no sample: " + line);
        String labels = sample.group(3) == null ? "" : sample.group(3);
        sample(sample.group(1), labels(labels, line), new BigDecimal(sample.group(4)), line);
    }

    private void meta(String what, String name, String value) {
        if (what.equals("TYPE")) {
            check(families.add(name), "the family " + name + " comes twice");
            check(Set.of("gauge", "histogram").contains(value), "a type the older format does not know: " + value);
            family = name;
            type = value;
            buckets = new LinkedHashMap<>();
        }
        check(name.equals(family), what + " of " + name + " stands in the family " + family);
        check(!(what.equals("UNIT") && !name.endsWith("_" + value)), name + " does not end in its unit " + value);
        check(!(what.equals("TYPE") && name.endsWith("_total")), "a gauge is no total");
        List<String> order = List.of("TYPE", "UNIT", "HELP");
        check(what.equals("TYPE") || order.indexOf(what) > order.indexOf(step), what + " comes after " + step);
        step = what;
    }

    private void sample(String name, Map<String, String> labels, BigDecimal value, String line) {
        step = "SAMPLE".equals(step) ? step : "HELP";
        String suffix = name.startsWith(family) ? name.substring(family.length()) : "?";
        Set<String> suffixes = type.equals("gauge") ? Set.of("") : Set.of("_bucket", "_count", "_sum");
        check(suffixes.contains(suffix), "not of the family " + family + ": " + line);
        String series = name + labels;
        check(samples.put(series, value) == null, "the series comes twice: " + series);
        if (suffix.equals("_bucket")) {
            bucket(labels, value, line);
        }
        if (suffix.equals("_count")) {
            BigDecimal last = buckets.get(labels + "+Inf");
            check(last != null && value.compareTo(last) == 0, "the count is not the last bucket");
        }
    }

    private void bucket(Map<String, String> labels, BigDecimal value, String line) {
        Map<String, String> rest = new LinkedHashMap<>(labels);
        String bound = rest.remove("le");
        check(bound != null && bound.matches("\\d+\\.\\d+|\\+Inf"), "a bucket without a canonical bound: " + line);
        BigDecimal below = buckets.getOrDefault(rest + "last", BigDecimal.ZERO);
        check(value.compareTo(below) >= 0, "buckets are cumulative: " + line);
        buckets.put(rest + "last", value);
        buckets.put(rest + bound, value);
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new LinkedHashMap<>();
        List<String> separators = new ArrayList<>();
        Matcher label = LABEL.matcher(text);
        int at = 0;
        while (at < text.length()) {
            check(label.find(at) && label.start() == at, "labels that are none: " + line);
            check(labels.put(label.group(1), label.group(2)) == null, "a label comes twice: " + line);
            separators.add(label.group(3));
            at = label.end();
        }
        check(separators.isEmpty() || separators.getLast().isEmpty(), "a comma without a label: " + line);
        return labels;
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
