package dev.netproof.manifests;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.netproof.manifests.Written.Meaning;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What a scalar is to kubectl.
 *
 * <p>Its YAML is 1.1 without numbers to the base of 60; dates are text, and digits with a leading zero that are no octal
 * number are a fraction.
 *
 * @see <a href="https://github.com/kubernetes-sigs/yaml">kubernetes-sigs/yaml</a>
 */
final class Scalars {

    private static final Pattern FRACTION = Pattern
            .compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern OCTAL = Pattern.compile("[-+]?0[oO][0-7]+");
    private static final Set<String> SHORT_FLAGS = Set.of("y", "Y", "n", "N");
    private static final Set<String> TRUE = Set.of("y", "yes", "true", "on");
    /** What is longer is no number of Kubernetes, and takes long to compute. */
    private static final int LONGEST_NUMBER = 40;

    private static final Resolver RESOLVER = new Resolver();

    private Scalars() {}

    static Meaning type(ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return Meaning.NOTHING;
        } else if (tag.equals(Tag.BOOL)) {
            return Meaning.FLAG;
        } else if (tag.equals(Tag.INT)) {
            return text.contains(":") ? Meaning.TEXT : whole(text).isPresent() ? Meaning.WHOLE : Meaning.OTHER;
        } else if (tag.equals(Tag.FLOAT)) {
            return text.contains(":") ? Meaning.TEXT
                    : FRACTION.matcher(text.replace("_", "")).matches() ? Meaning.NUMBER : Meaning.OTHER;
        } else if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP) || tag.equals(Tag.MERGE)
                || tag.getValue().equals(Tag.PREFIX + "value")) {
            boolean untagged = node.isPlain() && RESOLVER.resolve(NodeId.scalar, text, true).equals(tag);
            return untagged && tag.equals(Tag.STR) ? ofPlainText(text) : Meaning.TEXT;
        }
        return Meaning.OTHER;
    }

    private static Meaning ofPlainText(String text) {
        return SHORT_FLAGS.contains(text) ? Meaning.FLAG
                : OCTAL.matcher(text).matches() ? Meaning.WHOLE
                        : FRACTION.matcher(text).matches() ? Meaning.NUMBER : Meaning.TEXT;
    }

    static boolean flag(String text) {
        return TRUE.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Empty if it is no number, or one that no field of Kubernetes holds. */
    static Optional<BigInteger> whole(String text) {
        String plain = text.replace("_", "").toLowerCase(Locale.ROOT);
        if (plain.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        String sign = plain.startsWith("-") ? "-" : "";
        String digits = plain.startsWith("-") || plain.startsWith("+") ? plain.substring(1) : plain;
        try {
            if (digits.startsWith("0x")) {
                return Optional.of(new BigInteger(sign + digits.substring(2), 16));
            } else if (digits.startsWith("0b")) {
                return Optional.of(new BigInteger(sign + digits.substring(2), 2));
            } else if (digits.startsWith("0") && digits.length() > 1) {
                return Optional.of(new BigInteger(sign + digits.replace("o", ""), 8));
            }
            return Optional.of(new BigInteger(sign + digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A fraction's value; empty if it is beyond all reason. */
    static Optional<BigDecimal> number(String text) {
        String plain = text.replace("_", "");
        if (plain.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(plain);
            return Math.abs((long) number.scale()) > LONGEST_NUMBER ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
