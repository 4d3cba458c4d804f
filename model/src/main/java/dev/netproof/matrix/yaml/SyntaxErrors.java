package dev.netproof.matrix.yaml;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in the words of those who write matrices what the YAML parser says in the words of those who write parsers. */
public final class SyntaxErrors {

    private record Rule(Pattern complaint, String explanation) {
        static Rule of(String complaint, String explanation) {
            return new Rule(Pattern.compile(complaint, Pattern.DOTALL), explanation);
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("found character '\\\\t.*", "a tab stands where YAML takes spaces only. Indent with spaces."),
            Rule.of("found character '([@`%])' .*", "a plain value can't begin with $1. Put it in quotes."),
            Rule.of("mapping values are not allowed here.*",
                    "a colon stands where no key can be. Check the indentation, or put the value in quotes."),
            Rule.of("sequence entries are not allowed here.*",
                    "a hyphen stands where no list can be. Put the list on lines of its own."),
            Rule.of("could not find expected ':'.*",
                    "the line is neither a key with a colon nor part of a value. Add the colon, or check the indentation."),
            Rule.of("expected ',' or ']'.*",
                    "a list in brackets goes wrong here. Check for a missing comma or ], or put the value in quotes."),
            Rule.of("expected ',' or '}'.*",
                    "a mapping in braces goes wrong here. Check for a missing comma or }, or put the value in quotes."),
            Rule.of("expected <block end>.*",
                    "the line doesn't fit the lines above. Align it with them, and check for an open quote or bracket."),
            Rule.of("expected the node content.*", "a value is missing here. Write one, or drop the comma before."),
            Rule.of("found undefined alias (\\S{1,60}).*",
                    "alias *$1 has no anchor before it. Add &$1 to what it means."),
            Rule.of("found unexpected end of stream.*", "a quote opens here and is never closed. Close it."),
            Rule.of("found unexpected document separator.*",
                    "a quote opens here and is never closed. Close it."),
            Rule.of("found unknown escape character.*",
                    "a backslash in double quotes begins no escape. Double it, or use single quotes."),
            Rule.of("expected '<document start>'.*",
                    "something follows the end of the document. Separate documents with a line of three hyphens."),
            Rule.of("found undefined tag handle.*", "a tag uses a handle that was never declared. Drop the tag."));

    private static final String OTHER = "this is not YAML. Check the indentation, quotes and brackets around here.";

    private SyntaxErrors() {}

    /** Where to fix the error: a quote that is never closed is met at the end of the file, and fixed where it opens. */
    public static @Nullable Mark where(MarkedYAMLException error) {
        boolean open = error.getProblem() != null && error.getProblem().startsWith("found unexpected ");
        return open || error.getProblemMark() == null ? error.getContextMark() : error.getProblemMark();
    }

    public static String explain(MarkedYAMLException error) {
        if (isVariable(error.getProblemMark())) {
            return "a variable in brackets or braces needs quotes. Write \"${NAME}\" with the quotes.";
        }
        var complaint = error.getProblem() == null ? "" : error.getProblem();
        for (var rule : RULES) {
            var match = rule.complaint().matcher(complaint);
            if (match.matches()) {
                return match.replaceFirst(rule.explanation());
            }
        }
        return OTHER;
    }

    /** Whether a brace was met that stands right behind a dollar sign. */
    private static boolean isVariable(@Nullable Mark mark) {
        return mark != null && mark.getPointer() > 0 && mark.getPointer() < mark.getBuffer().length
                && mark.getBuffer()[mark.getPointer()] == '{' && mark.getBuffer()[mark.getPointer() - 1] == '$';
    }
}
