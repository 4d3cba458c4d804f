package dev.netproof.reports;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.netproof.evidence.Change;
import dev.netproof.evidence.Changes;

/** What changed since earlier runs: a part of {@code report.html}, or a page of its own. */
public final class HtmlChanges {
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MOST_NAME = 120;
    private static final int MOST_WORDS = 300;

    private HtmlChanges() {}

    /** A page without a script, by the look of {@code report.html}. */
    public static String page(Changes changes, String now) throws IOException {
        HtmlAssets assets = HtmlAssets.load();
        return "<!DOCTYPE html>\n<html lang=\"en\" data-state=\"" + (changes.counts().isEmpty() ? "good" : "unproven")
                + "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\""
                + HtmlText.escaped(assets.policyWithoutScript())
                + "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
                + name(changes.since()) + " → " + name(now)
                + " · netproof</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>"
                + assets.style() + "</style>\n</head>\n<body>\n<header class=\"headline\"><div class=\"wrap\">"
                + "<div class=\"verdict\"><p class=\"product\">netproof<span> · what changed</span></p><h1>"
                + name(changes.since()) + " → " + name(now) + "</h1><p class=\"detail\">" + counts(changes)
                + ".</p></div></div></header>\n<main class=\"wrap changes\">\n" + body(changes)
                + "</main>\n</body>\n</html>\n";
    }

    /** A heading that can be opened; open when there is something to see. */
    static String section(Changes changes) {
        return "<details class=\"matrices changes\"" + (changes.edges().isEmpty() ? "" : " open") + "><summary>Since "
                + name(changes.since()) + " (" + DAY_AND_TIME.format(changes.sinceAt()) + "): " + counts(changes)
                + "</summary>\n" + body(changes) + "</details>";
    }

    /** {@code 2 opened, 1 gone; 12 as before}. */
    private static String counts(Changes changes) {
        String changed = changes.counts().isEmpty()
                ? "nothing changed"
                : changes.counts().entrySet().stream()
                        .map(kind -> kind.getValue() + " " + words(kind.getKey()))
                        .collect(Collectors.joining(", "));
        return changed + "; " + changes.same() + " as before";
    }

    private static String body(Changes changes) {
        StringBuilder text = new StringBuilder();
        changes.remarks().forEach(remark -> text.append("<p>").append(line(remark)).append("</p>\n"));
        if (changes.edges().isEmpty()) {
            return text.toString();
        }
        text.append(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"What changed\"><table><thead><tr>"
                        + "<th scope=\"col\">What</th><th scope=\"col\">Edge</th>"
                        + "<th scope=\"col\">Agreed and seen</th><th scope=\"col\">Now</th><th scope=\"col\">Owner</th>"
                        + "</tr></thead><tbody>\n");
        changes.edges().forEach(change -> text.append(row(change)));
        text.append("</tbody></table></div>\n");
        if (changes.leftOut() > 0) {
            text.append("<p>… and ").append(changes.leftOut()).append(" more: netproof diff lists them.</p>\n");
        }
        return text.toString();
    }

    private static String row(Change change) {
        return "<tr><th scope=\"row\">" + words(change.kind()) + "</th><td>" + name(change.id()) + "<small>"
                + name(change.matrix()) + ": " + name(change.path()) + "</small></td><td>" + line(change.turn())
                + "</td><td>" + line(change.summary()) + "</td><td>" + name(change.owner()) + "</td></tr>\n";
    }

    private static String words(String kind) {
        return name(kind.replace('-', ' '));
    }

    private static String name(String text) {
        return HtmlText.line(text, MOST_NAME);
    }

    private static String line(String text) {
        return HtmlText.line(text, MOST_WORDS);
    }
}
