package dev.netproof.reports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.netproof.evidence.FindingId;
import dev.netproof.evidence.RunHeader;

/** What Allure shows beside the tests: where they ran, and by what failures are grouped. */
final class AllureSurroundings {
    private static final int MOST_WORDS = 1_000;

    private AllureSurroundings() {}

    static List<Map<String, Object>> categories() {
        List<Map<String, Object>> categories = new ArrayList<>();
        for (FindingId finding : FindingId.values()) {
            categories.add(category(Findings.title(finding), finding.id()));
        }
        categories.add(category("The run did not come to its end", "incomplete"));
        return categories;
    }

    private static Map<String, Object> category(String name, String id) {
        Map<String, Object> category = new LinkedHashMap<>();
        category.put("name", name);
        category.put("messageRegex", "(?s)(monitor: )?" + id + ": .*");
        category.put("matchedStatuses", List.of("failed", "broken", "skipped"));
        return category;
    }

    static String environment(RunHeader run) {
        StringBuilder properties = new StringBuilder();
        RunFacts.of(run).forEach((name, value) -> properties.append(name).append('=').append(property(value))
                .append('\n'));
        return properties.toString();
    }

    /** As {@link java.util.Properties} reads it, without the date it would write. */
    private static String property(String value) {
        StringBuilder escaped = new StringBuilder();
        for (char c : line(value).toCharArray()) {
            if (c == '\\') {
                escaped.append("\\\\");
            } else if (c < 0x7F) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }

    /** What Allure calls a build: its trends are in the order of these. */
    static Map<String, Object> executor(RunHeader run) {
        Map<String, Object> executor = new LinkedHashMap<>();
        executor.put("name", "Netproof " + run.version());
        executor.put("type", "netproof");
        executor.put("buildName", line(run.runId()));
        executor.put("reportName", line(run.runId()));
        executor.put("buildOrder", run.startedAt().toEpochMilli());
        return executor;
    }

    private static String line(String text) {
        return Legible.line(text, MOST_WORDS);
    }
}
