package dev.netproof.reports;

/** Text as GitHub-flavoured Markdown shows it: as it is, on one line, calling nobody and linking nowhere. */
public final class Markdown {
    /** Keeps what stands before it from being one with what follows, and is not seen. */
    private static final String APART = "\u200B";

    private Markdown() {}

    /** The text, escaped wherever Markdown would read more into it. */
    public static String escaped(String text) {
        StringBuilder markdown = new StringBuilder(text.length());
        Legible.line(text).codePoints().forEach(point -> {
            switch (point) {
                case '&' -> markdown.append("&amp;");
                case '<' -> markdown.append("&lt;");
                case '>' -> markdown.append("&gt;");
                case '\\', '`', '*', '_', '[', ']', '|', '~', '!', '$' -> markdown.append('\\').appendCodePoint(point);
                // Mentions and references are looked for in what is shown, so an escape does not stop them.
                case '@', '#' -> markdown.appendCodePoint(point).append(APART);
                default -> markdown.appendCodePoint(point);
            }
        });
        return markdown.toString().replace("://", ":" + APART + "//").replace("www.", "www" + APART + ".");
    }

    /** At most {@code most} characters of the text, before they are escaped. */
    public static String escaped(String text, int most) {
        return escaped(Legible.line(text, most));
    }

    /** A link if the ticket is an address on the web, else its words. */
    static String ticket(String ticket, int most) {
        return Ticket.onTheWeb(ticket)
                .filter(link -> ticket.length() <= most)
                .map(link -> "[" + escaped(link.name(), most) + "](" + link.address().toASCIIString()
                        .replace("(", "%28").replace(")", "%29").replace("&", "&amp;") + ")")
                .orElseGet(() -> escaped(ticket, most));
    }

    /** At most {@code most} characters of the text, set as code. */
    public static String code(String text, int most) {
        return "<code>" + escaped(text, most) + "</code>";
    }
}
