package dev.netproof.matrix.reader;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.netproof.evidence.Expectation;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.PodSelection;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.matrix.grammar.Addresses;
import dev.netproof.matrix.grammar.Grammar;
import dev.netproof.matrix.grammar.Hosts;
import dev.netproof.matrix.grammar.LabelKeys;
import dev.netproof.matrix.grammar.LabelValues;
import dev.netproof.matrix.grammar.Names;
import dev.netproof.matrix.grammar.Parsed;

/**
 * An edge to be added to a matrix, as text that the reader takes.
 *
 * @param peers those that the matrix does not have yet, by name, each as flow-style YAML
 * @param edge likewise
 */
public record Snippet(Map<String, String> peers, String edge) {

    private static final int LONGEST_NAME = 63;
    private static final String PODS = "pods";
    private static final int LONGEST_REASON = 1000;
    private static final int DELETE = 0x7F;

    public Snippet {
        peers = new LinkedHashMap<>(peers);
    }

    /** An edge between these, without any peer. */
    public static Snippet of(String id, Source source, Destination destination, Port port, Expectation expected,
            boolean needsControl, String because) {
        String edge = "{id: " + id + ", from: " + quoted(source.peer()) + ", to: " + quoted(destination.peer())
                + ", port: " + quoted(port) + ", expect: " + switch (expected) {
                    case ALLOW -> "allow";
                    case DENY -> "deny";
                } + (needsControl ? "" : ", control: none") + ", because: " + quoted(speakable(because)) + "}";
        return new Snippet(Map.of(), edge);
    }

    /** This, with a new peer that is a source. */
    public Snippet withPeer(Source source) {
        return with(source.peer(), switch (source.identity()) {
            case Identity.Labelled of -> labelled(of.namespace(), "labels", of.labels());
            case Identity.OfWorkload of -> workload(of.namespace(), "workload", of.kind(), of.name());
            case Identity.OfPods(String namespace, PodSelection.Labelled of) -> labelled(namespace, PODS, of.labels());
            case Identity.OfPods(String namespace, PodSelection.OfWorkload of) ->
                workload(namespace, PODS, of.kind(), of.name());
        });
    }

    /** This, with a new peer that is a target. */
    public Snippet withPeer(Destination destination) {
        return with(destination.peer(), switch (destination.target()) {
            case Target.OfService of ->
                "{namespace: " + quoted(of.namespace()) + ", service: " + quoted(of.name()) + "}";
            case Target.OfWorkload of -> workload(of.namespace(), "workload", of.kind(), of.name());
            case Target.OfPods of -> labelled(of.namespace(), PODS, of.labels());
            case Target.Address of -> "{address: " + quoted(of.address()) + "}";
            case Target.Host of -> "{host: " + quoted(of.host()) + "}";
        });
    }

    private Snippet with(String name, String text) {
        Map<String, String> more = new LinkedHashMap<>(peers);
        more.put(name, text);
        return new Snippet(more, edge);
    }

    private static String workload(String namespace, String key, WorkloadKind kind, String name) {
        return "{namespace: " + quoted(namespace) + ", " + key + ": " + quoted(kind.word() + "/" + name) + "}";
    }

    private static String labelled(String namespace, String key, Map<String, String> labels) {
        return "{namespace: " + quoted(namespace) + ", " + key + ": {"
                + new TreeMap<>(labels).entrySet().stream()
                        .map(label -> quoted(label.getKey()) + ": " + quoted(label.getValue()))
                        .collect(Collectors.joining(", "))
                + "}}";
    }

    /** Whether a matrix can speak of a source: clusters made of files may hold names that no API server takes. */
    public static boolean canName(Identity identity) {
        return switch (identity) {
            case Identity.Labelled of -> fits(Names.LABEL, of.namespace())
                    && of.labels().keySet().stream().allMatch(key -> fits(new LabelKeys(), key))
                    && of.labels().values().stream().allMatch(LabelValues::isOne);
            case Identity.OfWorkload of -> fits(Names.LABEL, of.namespace()) && fits(Names.SUBDOMAIN, of.name());
            case Identity.OfPods of -> canName(of.seenByPolicies());
        };
    }

    /** Whether a matrix can speak of a target. */
    public static boolean canName(Target target) {
        return switch (target) {
            case Target.OfService of -> fits(Names.LABEL, of.namespace()) && fits(Names.LABEL, of.name());
            case Target.OfWorkload of -> fits(Names.LABEL, of.namespace()) && fits(Names.SUBDOMAIN, of.name());
            case Target.OfPods of -> canName(new Identity.Labelled(of.namespace(), of.labels()));
            case Target.Address of -> fits(new Addresses(), of.address());
            case Target.Host of -> fits(new Hosts(), of.host());
        };
    }

    /** A name for a peer, made from words of the cluster. */
    public static String peerName(String words) {
        String name = words.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        String trimmed = cut.replaceAll("^-+|-+$", "");
        return trimmed.isEmpty() || trimmed.equals(PeerReader.SELF) ? "peer" : trimmed;
    }

    private static boolean fits(Grammar<String> grammar, String text) {
        return grammar.parse(text) instanceof Parsed.Read<String>(String read) && read.equals(text);
    }

    /** What the reader takes for a reason: no variables, nothing invisible, and not too much of it. */
    private static String speakable(String text) {
        String plain = text.replaceAll("[^ -~]|[$]", "?");
        return plain.length() > LONGEST_REASON ? plain.substring(0, LONGEST_REASON) : plain;
    }

    private static String quoted(Port port) {
        return port.written().matches("[0-9]+") ? port.written() : quoted(port.written());
    }

    /** Plain where that can only be text; else in double quotes, with whatever is not printable ASCII escaped. */
    private static String quoted(String text) {
        if (text.matches("[A-Za-z][A-Za-z0-9-]*/?[A-Za-z0-9-]*[A-Za-z0-9]")
                && !text.matches("(?i)true|false|yes|no|on|off|null|y|n|nan|inf")) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c >= DELETE) {
                quoted.append(c > Character.MAX_VALUE ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    /** {@code peers} and {@code edges}, to be put below those of a matrix. */
    public String yaml() {
        StringBuilder yaml = new StringBuilder();
        if (!peers.isEmpty()) {
            yaml.append("peers:\n");
            peers.forEach((name, text) -> yaml.append("  ").append(quoted(name)).append(": ").append(text)
                    .append('\n'));
        }
        return yaml.append("edges:\n  - ").append(edge).append('\n').toString();
    }
}
