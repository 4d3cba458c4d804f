package dev.netproof.reports;

/** XML 1.0 under construction. */
final class XmlText {
    private final StringBuilder xml = new StringBuilder();

    /** A tag up to its last attribute. */
    XmlText open(String tag, String... namesAndValues) {
        xml.append(tag);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            xml.append(' ').append(namesAndValues[i]).append("=\"").append(escaped(Legible.line(namesAndValues[i + 1])))
                    .append('"');
        }
        return this;
    }

    XmlText text(String text) {
        xml.append(escaped(Legible.text(text)));
        return this;
    }

    XmlText raw(String markup) {
        xml.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return xml.toString();
    }

    private static String escaped(String legible) {
        return legible.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
