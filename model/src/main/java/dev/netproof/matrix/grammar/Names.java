package dev.netproof.matrix.grammar;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of a matrix.
 *
 * @param longest in characters
 * @param rule what a name is made of, as a sentence
 */
public record Names(Pattern pattern, int longest, String what, String rule) implements Grammar<String> {

    private static final String LABEL_RULE = "Use lower-case letters, digits and hyphens, with a letter or digit at both ends.";

    /** A DNS label as in RFC 1123: namespaces, Services, peers and matrices. */
    public static final Names LABEL = new Names(Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?"), 63,
            "is not a DNS label",
            LABEL_RULE);

    /** DNS labels joined by dots: most objects of Kubernetes. */
    public static final Names SUBDOMAIN = new Names(
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"), 253,
            "is not valid in Kubernetes",
            "Use lower-case letters, digits, hyphens and dots, with a letter or digit at both ends.");

    /** Without dots: they separate the parts of an expanded id. */
    public static final Names EDGE_ID = new Names(Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?"), 63,
            "is not an id", "Use letters, digits, hyphens and underscores, with a letter or digit at both ends.");

    /** Fit for a tag of the JUnit Platform, whose expressions reserve {@code ( ) , & | !}. */
    public static final Names TAG = new Names(Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:/-]*[A-Za-z0-9])?"), 63,
            "is not a tag", "Use letters, digits and . _ : / - with a letter or digit at both ends.");

    @Override
    public Parsed<String> parse(String text) {
        if (text.length() > longest) {
            return Parsed.wrong("is " + text.length() + " characters long", "Use at most " + longest + ".");
        }
        if (pattern.matcher(text).matches()) {
            return Parsed.read(text);
        }
        return Parsed.wrong(what, likely(text).map(name -> "Write " + name + ", for example.").orElse(rule));
    }

    /** The text as a name, when little keeps it from being one. */
    private Optional<String> likely(String text) {
        var joined = text.replaceAll("[ _]+", "-");
        var lower = joined.toLowerCase(Locale.ROOT);
        return Stream.of(joined, lower, lower.replace('.', '-')).filter(pattern.asMatchPredicate()).findFirst();
    }
}
