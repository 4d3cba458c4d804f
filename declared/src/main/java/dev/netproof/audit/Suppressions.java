package dev.netproof.audit;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.evidence.AuditFinding.Suppression;

/**
 * Findings that somebody has accepted, by an annotation of the object: a line each,
 * {@code rule-id until 2027-01-31: reason}. The day counts in UTC, through its end.
 */
final class Suppressions {

    static final String ANNOTATION = "netproof.dev/audit-ignore";

    private static final Pattern LINE = Pattern
            .compile("\\s*([a-z0-9-]+)\\s+until\\s+(\\d{4}-\\d{2}-\\d{2})\\s*:\\s*(\\S.*?)\\s*");

    private final LocalDate today;

    Suppressions(LocalDate today) {
        this.today = today;
    }

    /** One line of an annotation. */
    sealed interface Line {

        record Sound(String rule, Suppression suppression) implements Line {}

        /**
         * One that suppresses nothing.
         *
         * @param problem the second half of a sentence about the line
         */
        record Malformed(String text, String problem) implements Line {}
    }

    /** The one that is in force. */
    Optional<Suppression> of(Audited object, String rule) {
        return lines(object).stream().filter(Line.Sound.class::isInstance).map(Line.Sound.class::cast)
                .filter(line -> line.rule().equals(rule) && !isOver(line.suppression()))
                .map(Line.Sound::suppression).findFirst();
    }

    boolean isOver(Suppression suppression) {
        return today.isAfter(suppression.until());
    }

    static List<Line> lines(Audited object) {
        String text = object.annotations().get(ANNOTATION);
        List<Line> lines = new ArrayList<>();
        if (text != null) {
            text.lines().filter(line -> !line.isBlank()).forEach(line -> lines.add(read(line)));
            if (lines.isEmpty()) {
                lines.add(new Line.Malformed(text, "is empty"));
            }
        }
        return lines;
    }

    private static Line read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return new Line.Malformed(line.strip(), "lacks a rule, a day or a reason");
        }
        if (!Catalogue.ids().contains(matcher.group(1))) {
            return new Line.Malformed(line.strip(), "names no rule");
        }
        try {
            return new Line.Sound(matcher.group(1),
                    new Suppression(LocalDate.parse(matcher.group(2)), matcher.group(3)));
        } catch (DateTimeException e) {
            return new Line.Malformed(line.strip(), "names no day of the calendar");
        }
    }
}
