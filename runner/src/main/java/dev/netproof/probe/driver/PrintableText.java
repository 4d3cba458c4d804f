package dev.netproof.probe.driver;

/** Text from the network, made fit for terminals, XML and JSON: what does not print is shown as {@code \x1b}. */
final class PrintableText {

    private PrintableText() {}

    static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t' || !isOdd(c)) {
                printable.appendCodePoint(c);
            } else {
                printable.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u{%x}".formatted(c));
            }
        });
        return printable.toString();
    }

    /** Bytes as the driver hands them over: two hexadecimal digits each, with spaces between. */
    static String ofHex(String hex) {
        StringBuilder printable = new StringBuilder();
        for (String digits : hex.strip().split("\\s+", -1)) {
            int b = digits.matches("[0-9a-f]{2}") ? Integer.parseInt(digits, 16) : '?';
            boolean plain = b == '\n' || (b >= ' ' && b <= '~' && b != '\\');
            printable.append(plain ? String.valueOf((char) b) : "\\x%02x".formatted(b));
        }
        return printable.toString();
    }

    private static boolean isOdd(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
