package dev.netproof.matrix.grammar;

/**
 * The key of a Kubernetes label: an optional DNS subdomain and a slash, then a name of at most 63 characters.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and Selectors</a>
 */
public record LabelKeys() implements Grammar<String> {

    @Override
    public Parsed<String> parse(String text) {
        int slash = text.indexOf('/');
        var prefix = slash < 0 ? "" : text.substring(0, slash);
        if (slash >= 0 && Names.SUBDOMAIN.parse(prefix) instanceof Parsed.Wrong<String>) {
            return Parsed.wrong("has a prefix that is not a DNS name", "Write it like example.org/name.");
        }
        var name = text.substring(slash + 1);
        return !name.isEmpty() && LabelValues.isOne(name)
                ? Parsed.read(text)
                : Parsed.wrong("is not a label key", LabelValues.RULE);
    }
}
