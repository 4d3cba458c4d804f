package dev.netproof.matrix.grammar;

import java.util.regex.Pattern;

/** A final HTTP status. */
public record Statuses() implements Grammar<Integer> {

    private static final Pattern STATUS = Pattern.compile("[2-5][0-9]{2}");

    @Override
    public Parsed<Integer> parse(String text) {
        return STATUS.matcher(text).matches()
                ? Parsed.read(Integer.valueOf(text))
                : Parsed.wrong("is not a final HTTP status", "Write numbers from 200 to 599.");
    }
}
