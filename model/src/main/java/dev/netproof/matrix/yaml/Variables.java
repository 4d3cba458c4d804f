package dev.netproof.matrix.yaml;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.matrix.grammar.Nearest;
import dev.netproof.matrix.grammar.Quote;
import org.jspecify.annotations.Nullable;

/**
 * The variables of {@code forEach}, of which texts may speak as <code>${tenant}</code>.
 *
 * @param declared null where whoever includes the file declares them
 */
public record Variables(@Nullable Set<String> declared) {

    /** For files that are included: the including matrix knows. */
    public static final Variables OF_THE_INCLUDING = new Variables(null);

    private static final Pattern USE = Pattern.compile("\\$\\{([^{}]*)}");

    /** The variables a text speaks of. */
    public static Set<String> in(String text) {
        var names = new LinkedHashSet<String>();
        USE.matcher(text).results().forEach(use -> names.add(use.group(1)));
        return names;
    }

    /** The text with names in place of variables, to be held to the rule it follows. */
    public static String sample(String text) {
        return USE.matcher(text).replaceAll(use -> Matcher.quoteReplacement(use.group(1)));
    }

    /** The text with these values in place of their variables. */
    public static String fill(String text, Map<String, String> values) {
        return USE.matcher(text).replaceAll(
                use -> Matcher.quoteReplacement(values.getOrDefault(use.group(1), use.group())));
    }

    /** Whether all the variables are declared; a problem of the value when one isn't. */
    public boolean know(Set<String> names, Value where, String speaker) {
        for (var name : names) {
            if (declared != null && !declared.contains(name)) {
                where.wrong(speaker + " speaks of ${" + name + "}, and there is no variable " + Quote.of(name) + ". "
                        + Nearest.to(name, declared).map(word -> "Did you mean " + word + "?")
                                .orElse("Add it to forEach."));
                return false;
            }
        }
        return true;
    }

    /** Whether all the variables are declared. */
    public boolean know(Set<String> names) {
        return declared == null || declared.containsAll(names);
    }
}
