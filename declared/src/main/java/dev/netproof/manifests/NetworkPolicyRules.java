package dev.netproof.manifests;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

import dev.netproof.manifests.Written.Mapping;
import dev.netproof.manifests.Written.Meaning;
import dev.netproof.manifests.Written.Scalar;
import dev.netproof.matrix.grammar.Nearest;
import dev.netproof.matrix.grammar.Quote;
import dev.netproof.policy.IpRange;
import org.jspecify.annotations.Nullable;

/**
 * What an API server asks of a NetworkPolicy beyond the types of its fields.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/">NetworkPolicy</a>
 */
final class NetworkPolicyRules {

    static final int HIGHEST_PORT = 65_535;
    static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

    private static final List<String> TYPES = List.of("Ingress", "Egress");

    private NetworkPolicyRules() {}

    static void spec(Mapping spec, String path, ManifestProblems problems) {
        List<Written> types = spec.items("policyTypes");
        if (spec.get("policyTypes") instanceof Written.Items list && types.size() > TYPES.size()) {
            problems.add(list.at(), path + ".policyTypes lists more than two types", "Name each once.");
        }
        types.forEach(type -> oneOf(type, TYPES, path + ".policyTypes", "a policy type", problems));
    }

    static void peer(Mapping peer, String path, ManifestProblems problems) {
        List<String> selectors = peer.said("podSelector", "namespaceSelector");
        boolean hasBlock = peer.get("ipBlock") != null;
        if (selectors.isEmpty() && !hasBlock) {
            problems.add(peer.at(), path + " names nobody",
                    "Write podSelector, namespaceSelector or ipBlock, or remove the item.");
        } else if (!selectors.isEmpty() && hasBlock) {
            problems.add(peer.at(), path + " has an ipBlock beside a " + selectors.getFirst()
                    + ", and the API server refuses both in one peer", "Make them two peers, each with its own dash.");
        }
    }

    static void block(Mapping block, String path, ManifestProblems problems) {
        if (block.get("cidr") == null) {
            problems.add(block.at(), path + ".cidr is missing", "Write a range such as 10.0.0.0/8.");
        }
        Optional<IpRange> whole = range(block.get("cidr"), path + ".cidr", problems);
        List<Written> except = block.items("except");
        for (int i = 0; i < except.size(); i++) {
            String name = path + ".except[" + i + "]";
            Optional<IpRange> part = range(except.get(i), name, problems);
            if (whole.isPresent() && part.isPresent()
                    && (!whole.get().contains(part.get()) || whole.get().equals(part.get()))) {
                problems.add(except.get(i).at(), name + " is not within cidr, or all of it",
                        "Name a smaller range of " + Quote.of(String.valueOf(block.text("cidr"))) + ".");
            }
        }
    }

    /** Empty if it is none, which is then a problem unless its type already is. */
    static Optional<IpRange> range(@Nullable Written written, String path, ManifestProblems problems) {
        if (!(written instanceof Scalar scalar) || scalar.type() != Meaning.TEXT) {
            return Optional.empty();
        }
        Optional<IpRange> range = IpRange.cidr(scalar.text());
        if (range.isEmpty()) {
            problems.add(scalar.at(), path + ": " + Quote.of(scalar.text()) + " is not a range of addresses",
                    "Write it like 10.0.0.0/8, 10.1.2.3/32 or fd00::/8.");
        }
        return range;
    }

    static void port(Mapping port, String path, ManifestProblems problems) {
        oneOf(port.get("protocol"), PROTOCOLS, path + ".protocol", "a protocol", problems);
        Scalar first = port.scalar("port");
        Scalar last = port.scalar("endPort");
        Optional<BigInteger> end = number(last, path + ".endPort", problems);
        if (first == null) {
            if (last != null && port.get("port") == null) {
                problems.add(last.at(), path + ".endPort stands without a port", "Write port: the first of the range.");
            }
            return;
        }
        if (first.type() == Meaning.TEXT) {
            portName(first, path + ".port", problems);
            if (last != null) {
                problems.add(last.at(), path + ".endPort stands beside a port that is a name",
                        "Write the port as a number, or drop endPort.");
            }
            return;
        }
        Optional<BigInteger> start = number(first, path + ".port", problems);
        if (last != null && start.isPresent() && end.isPresent() && end.get().compareTo(start.get()) < 0) {
            problems.add(last.at(), path + ": endPort " + end.get() + " is below port " + start.get(),
                    "Raise endPort, or drop it to mean port " + start.get() + " only.");
        }
    }

    /** Empty if it is no port, which is then a problem unless its type already is. */
    static Optional<BigInteger> number(@Nullable Scalar scalar, String path, ManifestProblems problems) {
        if (scalar == null || scalar.type() != Meaning.WHOLE) {
            return Optional.empty();
        }
        Optional<BigInteger> number = Scalars.whole(scalar.text());
        boolean isInt = number.isPresent() && number.get().bitLength() < Integer.SIZE;
        if (isInt && (number.get().signum() < 1 || number.get().intValue() > HIGHEST_PORT)) {
            problems.add(scalar.at(), path + ": " + Quote.of(scalar.text()) + " is not a port",
                    "Write a number from 1 to " + HIGHEST_PORT + ".");
            return Optional.empty();
        }
        return isInt ? number : Optional.empty();
    }

    /** At most 15 lower-case letters, digits and single hyphens, of which one is a letter (RFC 6335). */
    static void portName(Scalar scalar, String path, ManifestProblems problems) {
        String name = scalar.text();
        if (!name.matches("(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?") || name.contains("--")) {
            problems.add(scalar.at(), path + ": " + Quote.of(name) + " is not the name of a port",
                    name.matches("[0-9]+") ? "Write the number without quotes."
                            : "Use at most 15 lower-case letters, digits and single hyphens, at least one letter.");
        }
    }

    /** Whether a word is one of those that are known; nothing is, and so is what has the wrong type already. */
    static void oneOf(@Nullable Written written, List<String> known, String path, String what,
            ManifestProblems problems) {
        if (written instanceof Scalar scalar && scalar.type() == Meaning.TEXT && !known.contains(scalar.text())) {
            problems.add(scalar.at(), path + ": " + Quote.of(scalar.text()) + " is not " + what,
                    Nearest.to(scalar.text(), known).map(word -> "Did you mean " + word + "?")
                            .orElse("Write " + String.join(" or ", known) + "."));
        }
    }
}
