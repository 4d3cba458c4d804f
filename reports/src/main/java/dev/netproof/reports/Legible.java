package dev.netproof.reports;

import java.util.Locale;

import dev.netproof.evidence.Text;

/**
 * Text that a person sees as it is and every parser takes: what pods print may hold anything.
 *
 * <p>Control characters become their pictures (an escape is ␛), marks that turn the direction of text are spelt out,
 * noncharacters and halves of characters become U+FFFD. Escaping for a format comes after this.
 */
public final class Legible {
    private static final int PICTURES = 0x2400;
    private static final int PICTURE_OF_DELETE = 0x2421;
    private static final int REPLACEMENT = 0xFFFD;

    private Legible() {}

    /** Any number of lines, each ended by a line feed. */
    static String text(String text) {
        StringBuilder legible = new StringBuilder(text.length());
        Text.wellFormed(text).replace("\r\n", "\n").codePoints().forEach(point -> append(legible, point));
        return legible.toString();
    }

    /** One line: line breaks and tabs become spaces. */
    public static String line(String text) {
        return text(text).replaceAll("\\s+", " ").strip();
    }

    /** One line of at most {@code most} characters. */
    public static String line(String text, int most) {
        return cut(line(text), most, "…");
    }

    /** Lines of at most {@code most} characters together; says how many are left out. */
    static String text(String text, int most) {
        String legible = text(text);
        return cut(legible, most, "\n… " + (legible.length() - most) + " more characters are in the evidence");
    }

    private static String cut(String text, int most, String rest) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + rest;
    }

    private static void append(StringBuilder legible, int point) {
        if (point == '\n' || point == '\t') {
            legible.appendCodePoint(point);
        } else if (point == 0x85 || point == 0x2028 || point == 0x2029) {
            legible.append('\n');
        } else if (point < ' ') {
            legible.appendCodePoint(PICTURES + point);
        } else if (point == 0x7F) {
            legible.appendCodePoint(PICTURE_OF_DELETE);
        } else if (turnsDirection(point)) {
            legible.append("<U+").append(Integer.toHexString(point).toUpperCase(Locale.ROOT)).append('>');
        } else if (within(point, 0x80, 0x9F) || noncharacter(point)) {
            legible.appendCodePoint(REPLACEMENT);
        } else {
            legible.appendCodePoint(point);
        }
    }

    private static boolean turnsDirection(int point) {
        return within(point, 0x202A, 0x202E) || within(point, 0x2066, 0x2069) || within(point, 0x200E, 0x200F)
                || point == 0x061C;
    }

    private static boolean noncharacter(int point) {
        return (point & 0xFFFE) == 0xFFFE || within(point, 0xFDD0, 0xFDEF);
    }

    private static boolean within(int point, int first, int last) {
        return point >= first && point <= last;
    }
}
