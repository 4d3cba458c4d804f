package dev.netproof.matrix.grammar;

import java.util.regex.Pattern;

/** The value of a Kubernetes label, which may be empty. */
public record LabelValues() implements Grammar<String> {

    public static final String RULE = "Use at most 63 letters, digits, dots, hyphens and underscores, with a letter or digit at both ends.";

    private static final int LONGEST = 63;
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?");

    @Override
    public Parsed<String> parse(String text) {
        return isOne(text) ? Parsed.read(text) : Parsed.wrong("is not a label value", RULE);
    }

    public static boolean isOne(String text) {
        return text.length() <= LONGEST && VALUE.matcher(text).matches();
    }
}
