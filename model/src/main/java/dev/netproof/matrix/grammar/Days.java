package dev.netproof.matrix.grammar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** A day of the calendar, {@code YYYY-MM-DD}. */
public record Days() implements Grammar<LocalDate> {

    private static final Pattern DAY = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");

    @Override
    public Parsed<LocalDate> parse(String text) {
        var day = DAY.matcher(text);
        if (!day.matches()) {
            return Parsed.wrong("is not a date", "Write it as YYYY-MM-DD, like 2031-01-31.");
        }
        try {
            return Parsed.read(LocalDate.of(Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)),
                    Integer.parseInt(day.group(3))));
        } catch (DateTimeException e) {
            return Parsed.wrong("is not a day of the calendar", "Write a day that exists.");
        }
    }
}
