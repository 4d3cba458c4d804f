package dev.netproof.matrix.grammar;

import java.util.regex.Pattern;

/** A name to ask DNS for, which may be absolute and may hold service labels such as {@code _http._tcp}. */
public record Queries() implements Grammar<String> {

    private static final int LONGEST = 253;
    private static final String LABEL = "[A-Za-z0-9_][A-Za-z0-9_-]{0,62}";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");

    @Override
    public Parsed<String> parse(String text) {
        return text.length() <= LONGEST && NAME.matcher(text).matches()
                ? Parsed.read(text)
                : Parsed.wrong("is not a DNS name", "Write it like kubernetes.default.svc.cluster.local.");
    }
}
