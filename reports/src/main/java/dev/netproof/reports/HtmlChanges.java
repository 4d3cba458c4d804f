package dev.netproof.reports;

import static dev.netproof.reports.Html.NEW_LINE;
import static dev.netproof.reports.Html.NONE;
import static dev.netproof.reports.Html.element;
import static dev.netproof.reports.Html.empty;
import static dev.netproof.reports.Html.small;
import static dev.netproof.reports.Html.text;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.netproof.evidence.Change;
import dev.netproof.evidence.Changes;
import dev.netproof.reports.Html.Attributes;

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
        Html between = Html.of(name(changes.since()), text(" → "), name(now));
        Html head = element("head", NEW_LINE, line(empty("meta", Attributes.of("charset", "utf-8"))),
                line(empty("meta", Attributes.of("http-equiv", "Content-Security-Policy")
                        .and("content", assets.policyWithoutScript()))),
                line(empty("meta",
                        Attributes.of("name", "viewport").and("content", "width=device-width, initial-scale=1"))),
                line(empty("meta", Attributes.of("name", "referrer").and("content", "no-referrer"))),
                line(empty("meta", Attributes.of("name", "color-scheme").and("content", "light dark"))),
                line(element("title", between, text(" · netproof"))),
                line(empty("link", Attributes.of("rel", "icon").and("href", "data:,"))), line(Html.styled(assets)));
        Html headline = element("header", Attributes.of("class", "headline"),
                element("div", Attributes.of("class", "wrap"),
                        element("div", Attributes.of("class", "verdict"),
                                element("p", Attributes.of("class", "product"), text("netproof"),
                                        element("span", text(" · what changed"))),
                                element("h1", between),
                                element("p", Attributes.of("class", "detail"), counts(changes), text(".")))));
        Html body = element("body", NEW_LINE, line(headline),
                line(element("main", Attributes.of("class", "wrap changes"), NEW_LINE, body(changes))));
        return Html.document(
                Attributes.of("lang", "en").and("data-state", changes.counts().isEmpty() ? "good" : "unproven"),
                NEW_LINE, line(head), line(body)).toString();
    }

    /** A heading that can be opened; open when there is something to see. */
    static Html section(Changes changes) {
        return element("details", Attributes.of("class", "matrices changes").flag("open", !changes.edges().isEmpty()),
                element("summary", text("Since "), name(changes.since()),
                        text(" (" + DAY_AND_TIME.format(changes.sinceAt()) + "): "), counts(changes)),
                NEW_LINE, body(changes));
    }

    /** {@code 2 opened, 1 gone; 12 as before}. */
    private static Html counts(Changes changes) {
        String changed = changes.counts().isEmpty()
                ? "nothing changed"
                : changes.counts().entrySet().stream()
                        .map(kind -> kind.getValue() + " " + Legible.line(words(kind.getKey()), MOST_NAME))
                        .collect(Collectors.joining(", "));
        return text(changed + "; " + changes.same() + " as before");
    }

    private static Html body(Changes changes) {
        Html remarks = Html
                .all(changes.remarks().stream().map(remark -> line(element("p", words(remark, MOST_WORDS)))));
        if (changes.edges().isEmpty()) {
            return remarks;
        }
        return Html.of(remarks,
                Html.scrollingTable("What changed", List.of("What", "Edge", "Agreed and seen", "Now", "Owner"),
                        changes.edges().stream().map(HtmlChanges::row)),
                changes.leftOut() > 0
                        ? line(element("p",
                                text("… and " + changes.leftOut() + " more: netproof diff lists them.")))
                        : NONE);
    }

    private static Html row(Change change) {
        return Html.row(name(words(change.kind())),
                Html.of(name(change.id()), small(name(change.matrix()), text(": "), name(change.path()))),
                words(change.turn(), MOST_WORDS), words(change.summary(), MOST_WORDS), name(change.owner()));
    }

    private static String words(String kind) {
        return kind.replace('-', ' ');
    }

    private static Html name(String text) {
        return words(text, MOST_NAME);
    }

    private static Html words(String text, int most) {
        return Html.line(text, most);
    }

    private static Html line(Html html) {
        return Html.of(html, NEW_LINE);
    }
}
