package dev.netproof.matrix.grammar;

/**
 * Prose for readers of reports: any language, one line.
 *
 * <p>Line breaks become spaces. What a reader can't see is refused, and so are the marks that reorder a line's display
 * (Unicode's bidirectional controls): a report must show what the file says.
 *
 * @param longest in code points
 */
public record Texts(int longest) implements Grammar<String> {

    public static final Texts REASON = new Texts(1000);
    public static final Texts LINE = new Texts(200);

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    @Override
    public Parsed<String> parse(String text) {
        var line = text.strip().replaceAll("[ \\t\\r\\n]+", " ");
        int length = line.codePointCount(0, line.length());
        if (length == 0) {
            return Parsed.wrong("says nothing", "Write something, or drop the key.");
        }
        if (length > longest) {
            return Parsed.wrong("is " + length + " characters long", "Use at most " + longest + ".");
        }
        var invisible = line.codePoints().filter(Texts::isInvisible).findFirst();
        if (invisible.isPresent()) {
            return Parsed.wrong("holds the invisible character U+%04X".formatted(invisible.getAsInt()), "Remove it.");
        }
        return Parsed.read(line);
    }

    /** Control and format characters and separators of lines, but for the joiners that some scripts are written with. */
    static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT -> codePoint != ZERO_WIDTH_NON_JOINER && codePoint != ZERO_WIDTH_JOINER;
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
