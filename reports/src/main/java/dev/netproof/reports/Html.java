package dev.netproof.reports;

import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * A piece of HTML. Text becomes part of one by being escaped; markup is made by the methods of this type, and by nothing else.
 */
final class Html {
    static final Html NONE = new Html("");
    static final Html NEW_LINE = new Html("\n");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    /** Whose content would not be read as text is escaped. */
    private static final Set<String> RAW = Set.of("script", "style");

    private final String markup;

    private Html(String markup) {
        this.markup = markup;
    }

    /** The text as it is. */
    static Html text(String text) {
        return new Html(escaped(text));
    }

    /** Legible, on one line of at most {@code most} characters. */
    static Html line(String text, int most) {
        return text(Legible.line(text, most));
    }

    /** Legible, in lines of at most {@code most} characters together. */
    static Html lines(String text, int most) {
        return text(Legible.text(text, most));
    }

    /** One after the other. */
    static Html of(Html... parts) {
        return all(Stream.of(parts));
    }

    /** One after the other. */
    static Html all(Stream<Html> parts) {
        return new Html(parts.map(Html::toString).collect(Collectors.joining()));
    }

    static Html element(String name, Html... content) {
        return element(name, Attributes.NONE, content);
    }

    static Html element(String name, Attributes attributes, Html... content) {
        if (RAW.contains(name)) {
            throw new IllegalArgumentException(name + " has factories of its own");
        }
        return new Html("<" + name(name) + attributes.markup + ">" + of(content) + "</" + name + ">");
    }

    /** An element that has no content and no end, such as {@code meta}. */
    static Html empty(String name, Attributes attributes) {
        return new Html("<" + name(name) + attributes.markup + ">");
    }

    /** A whole page. */
    static Html document(Attributes attributes, Html... content) {
        return new Html("<!DOCTYPE html>\n" + element("html", attributes, content) + "\n");
    }

    /** The content of a {@code style} element. */
    static Html style(HtmlAssets assets) {
        return new Html(assets.style());
    }

    /** The same with its element. */
    static Html styled(HtmlAssets assets) {
        return new Html("<style>" + assets.style() + "</style>");
    }

    /** The content of a {@code script} element that is run. */
    static Html script(HtmlAssets assets) {
        return new Html(assets.script());
    }

    /**
     * The content of a {@code script} element that is data: without a {@code <} nothing in it can end the element or begin a
     * comment. In JSON a {@code <} stands in strings only, where its escape means the same.
     */
    static Html data(JsonNode json) {
        return new Html(json.toString().replace("<", "\\u003c"));
    }

    /** The same with its element. */
    static Html data(String name, JsonNode json) {
        return script("application/json", name, data(json));
    }

    /** A {@code script} element that holds bytes in Base64. */
    static Html data(String name, byte[] bytes) {
        return script("text/plain", name, new Html(Base64.getEncoder().encodeToString(bytes)));
    }

    private static Html script(String type, String name, Html content) {
        return new Html(
                "<script" + Attributes.of("type", type).and("class", name).markup + ">" + content + "</script>");
    }

    /** The markup. */
    @Override
    public String toString() {
        return markup;
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of an element or attribute");
        }
        return name;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }

    /** What stands in the first tag of an element. */
    static final class Attributes {
        static final Attributes NONE = new Attributes("");

        private final String markup;

        private Attributes(String markup) {
            this.markup = markup;
        }

        static Attributes of(String name, String value) {
            return NONE.and(name, value);
        }

        Attributes and(String name, String value) {
            return new Attributes(markup + " " + name(name) + "=\"" + escaped(value) + "\"");
        }

        /** One that is there or not. */
        Attributes flag(String name, boolean set) {
            return set ? new Attributes(markup + " " + name(name)) : this;
        }
    }

    /** A table that scrolls by itself, for keyboards and screen readers too. */
    static Html scrollingTable(String label, List<String> columns, Stream<Html> rows) {
        return of(element("div",
                Attributes.of("class", "scroll").and("tabindex", "0").and("role", "region").and("aria-label", label),
                table(columns, rows)), NEW_LINE);
    }

    /** A table with a head, each row on a line. */
    static Html table(List<String> columns, Stream<Html> rows) {
        return element("table",
                element("thead", element("tr", all(columns.stream()
                        .map(column -> element("th", Attributes.of("scope", "col"), text(column)))))),
                element("tbody", NEW_LINE, all(rows)));
    }

    /** A row whose first cell is its head, and a line feed. */
    static Html row(Html head, Html... cells) {
        return of(element("tr", element("th", Attributes.of("scope", "row"), head),
                all(Stream.of(cells).map(cell -> element("td", cell)))), NEW_LINE);
    }

    /** Small words, in a line of their own. */
    static Html small(Html... content) {
        return element("small", content);
    }
}
