package dev.netproof.evidence;

/** What pods print, made fit to be written down. */
public final class Text {
    private static final int REPLACEMENT = 0xFFFD;

    private Text() {}

    /** The same text, each surrogate that lacks its pair replaced by U+FFFD, so that every encoder takes it. */
    public static String wellFormed(String text) {
        if (text.codePoints().noneMatch(Text::isLoneSurrogate)) {
            return text;
        }
        return text.codePoints()
                .map(point -> isLoneSurrogate(point) ? REPLACEMENT : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isLoneSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
