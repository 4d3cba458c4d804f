package dev.netproof.reports;

/** Text between tags and in attributes of HTML. */
final class HtmlText {
    private HtmlText() {}

    /** Legible, on one line of at most {@code most} characters, and nothing but text to a browser. */
    static String line(String text, int most) {
        return escaped(Legible.line(text, most));
    }

    static String escaped(String text) {
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

    /**
     * JSON that a {@code <script>} element may hold: without a {@code <} nothing in it can end the element or begin a
     * comment. In JSON a {@code <} stands in strings only, where its escape means the same.
     */
    static String inScript(String json) {
        return json.replace("<", "\\u003c");
    }
}
