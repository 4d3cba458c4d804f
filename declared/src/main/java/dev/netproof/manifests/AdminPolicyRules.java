package dev.netproof.manifests;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.netproof.manifests.Shape.Anything;
import dev.netproof.manifests.Shape.Fields;
import dev.netproof.manifests.Shape.ListOf;
import dev.netproof.manifests.Shape.Model;
import dev.netproof.manifests.Shape.Rule;
import dev.netproof.manifests.Shape.Single;
import dev.netproof.manifests.Written.Mapping;
import dev.netproof.manifests.Written.Meaning;
import dev.netproof.manifests.Written.Scalar;
import dev.netproof.matrix.grammar.Quote;
import dev.netproof.policy.IpRange;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the policies for administrators, and what their definitions ask of them.
 *
 * @see <a href="https://github.com/kubernetes-sigs/network-policy-api/tree/main/config/crd">Their definitions</a>
 */
final class AdminPolicyRules {

    private static final int HIGHEST_PRIORITY = 1000;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_RANGE = 43;
    private static final Shape SELECTOR = new Model(LabelSelector.class);

    private AdminPolicyRules() {}

    /** The two APIs and what each calls things. */
    enum Generation {
        /** AdminNetworkPolicy and BaselineAdminNetworkPolicy, v1alpha1. */
        FIRST("ports", 100),
        /** ClusterNetworkPolicy, v1alpha2 and later. */
        SECOND("protocols", 25);

        private final String ports;
        private final int most;

        Generation(String ports, int most) {
            this.ports = ports;
            this.most = most;
        }
    }

    static Fields admin() {
        return object(Generation.FIRST, Map.of("priority", Single.WHOLE), Set.of("priority"),
                List.of("Allow", "Deny", "Pass"), Rule.NONE);
    }

    static Fields baseline() {
        return object(Generation.FIRST, Map.of(), Set.of(), List.of("Allow", "Deny"), (policy, path, problems) -> {
            Mapping metadata = policy.mapping("metadata");
            Scalar name = metadata == null ? null : metadata.scalar("name");
            if (name != null && !name.text().equals("default")) {
                problems.add(name.at(), "metadata.name: a BaselineAdminNetworkPolicy can't be named "
                        + Quote.of(name.text()), "There is one in a cluster: name it default.");
            }
        });
    }

    static Fields cluster() {
        return object(Generation.SECOND, Map.of("priority", Single.WHOLE, "tier", Single.TEXT),
                Set.of("priority", "tier"), List.of("Accept", "Deny", "Pass"), Rule.NONE);
    }

    private static Fields object(Generation generation, Map<String, Shape> more, Set<String> required,
            List<String> actions, Rule rule) {
        Map<String, Shape> fields = new HashMap<>(more);
        fields.put("subject", closed(Map.of("namespaces", SELECTOR, "pods", pods(generation)),
                AdminPolicyRules::oneField));
        fields.put("ingress", new ListOf(rule(generation, "from", actions,
                Map.of("namespaces", SELECTOR, "pods", pods(generation)))));
        fields.put("egress", new ListOf(rule(generation, "to", actions, Map.of("namespaces", SELECTOR, "pods",
                pods(generation), "nodes", SELECTOR, "networks", new ListOf(Single.TEXT), "domainNames",
                new ListOf(Single.TEXT)))));
        Set<String> needed = new HashSet<>(required);
        needed.add("subject");
        Fields spec = new Fields(fields, needed, true, (mapping, path, problems) -> spec(mapping, path, generation,
                problems));
        return new Fields(Map.of("apiVersion", Single.TEXT, "kind", Single.TEXT, "metadata",
                new Model(ObjectMeta.class), "spec", spec, "status", new Anything()), Set.of("spec"), true, rule);
    }

    private static Fields closed(Map<String, Shape> fields, Rule rule) {
        return new Fields(fields, Set.of(), true, rule);
    }

    private static Fields pods(Generation generation) {
        Set<String> required = switch (generation) {
            case FIRST -> Set.of("namespaceSelector", "podSelector");
            case SECOND -> Set.of("podSelector");
        };
        return new Fields(Map.of("namespaceSelector", SELECTOR, "podSelector", SELECTOR), required, true, Rule.NONE);
    }

    private static Fields rule(Generation generation, String peers, List<String> actions, Map<String, Shape> peer) {
        Map<String, Shape> fields = Map.of("name", Single.TEXT, "action", Single.TEXT, peers,
                new ListOf(closed(peer, AdminPolicyRules::peer)), generation.ports, new ListOf(ports(generation)));
        return new Fields(fields, Set.of("action", peers), true, (rule, path, problems) -> {
            NetworkPolicyRules.oneOf(rule.get("action"), actions, path + ".action", "an action", problems);
            length(rule.get("name"), path + ".name", problems);
            count(rule, peers, path, generation.most, problems);
            count(rule, generation.ports, path, generation.most, problems);
            if (peers.equals("to")) {
                namedPorts(rule, generation, path, problems);
            }
        });
    }

    private static Fields ports(Generation generation) {
        return switch (generation) {
            case FIRST -> closed(Map.of(
                    "portNumber",
                    new Fields(Map.of("protocol", Single.TEXT, "port", Single.WHOLE), Set.of("port"), true,
                            AdminPolicyRules::portNumber),
                    "portRange", new Fields(Map.of("protocol", Single.TEXT, "start", Single.WHOLE, "end", Single.WHOLE),
                            Set.of("start", "end"), true, AdminPolicyRules::portRange),
                    "namedPort", Single.TEXT), AdminPolicyRules::oneField);
            case SECOND -> {
                Fields range = new Fields(Map.of("start", Single.WHOLE, "end", Single.WHOLE), Set.of("start", "end"),
                        true, AdminPolicyRules::portRange);
                Fields port = closed(Map.of("number", Single.WHOLE, "range", range), (mapping, path, problems) -> {
                    oneField(mapping, path, problems);
                    NetworkPolicyRules.number(mapping.scalar("number"), path + ".number", problems);
                });
                Fields transport = closed(Map.of("destinationPort", port), Rule.NONE);
                yield closed(Map.of("tcp", transport, "udp", transport, "sctp", transport, "destinationNamedPort",
                        Single.TEXT), AdminPolicyRules::oneField);
            }
        };
    }

    private static void spec(Mapping spec, String path, Generation generation, ManifestProblems problems) {
        NetworkPolicyRules.oneOf(spec.get("tier"), List.of("Admin", "Baseline"), path + ".tier", "a tier", problems);
        Scalar priority = spec.scalar("priority");
        if (priority != null && priority.type() == Meaning.WHOLE) {
            boolean isWithin = Scalars.whole(priority.text()).filter(number -> number.signum() >= 0
                    && number.compareTo(BigInteger.valueOf(HIGHEST_PRIORITY)) <= 0).isPresent();
            if (!isWithin) {
                problems.add(priority.at(), path + ".priority: " + Quote.of(priority.text()) + " is not a priority",
                        "Write a number from 0, the first to be asked, to " + HIGHEST_PRIORITY + ".");
            }
        }
        for (String direction : List.of("ingress", "egress")) {
            if (spec.get(direction) instanceof Written.Items rules && rules.all().size() > generation.most) {
                problems.add(rules.at(), path + "." + direction + " has " + rules.all().size() + " rules",
                        "Write at most "
                                + generation.most + " into one policy.");
            }
        }
    }

    private static void length(@Nullable Written name, String path, ManifestProblems problems) {
        if (name instanceof Scalar scalar && scalar.text().length() > LONGEST_NAME) {
            problems.add(scalar.at(), path + " is " + scalar.text().length() + " characters long",
                    "Use at most " + LONGEST_NAME + ".");
        }
    }

    /** Lists that are there have items, and not too many. */
    private static void count(Mapping rule, String list, String path, int most, ManifestProblems problems) {
        if (rule.get(list) instanceof Written.Items items && (items.all().isEmpty() || items.all().size() > most)) {
            problems.add(items.at(), path + "." + list + (items.all().isEmpty() ? " is an empty list"
                    : " has " + items.all().size() + " items"),
                    items.all().isEmpty() ? "Name at least one"
                            + (list.equals("from") || list.equals("to") ? ", such as {namespaces: {}} for every pod."
                                    : ", or drop the field to mean all.")
                            : "Name at most " + most + ".");
        }
    }

    private static void oneField(Mapping mapping, String path, ManifestProblems problems) {
        int said = mapping.said(mapping.entries().keySet().toArray(String[]::new)).size();
        if (said != 1) {
            problems.add(mapping.at(), path + (said == 0 ? " says nothing" : " has " + said
                    + " fields, of which it takes one"),
                    said == 0 ? "Write one of its fields." : "Keep one, and make the others items of their own.");
        }
    }

    private static void peer(Mapping peer, String path, ManifestProblems problems) {
        oneField(peer, path, problems);
        count(peer, "networks", path, Generation.SECOND.most, problems);
        count(peer, "domainNames", path, Generation.SECOND.most, problems);
        List<Written> networks = peer.items("networks");
        for (int i = 0; i < networks.size(); i++) {
            String name = path + ".networks[" + i + "]";
            Optional<IpRange> range = NetworkPolicyRules.range(networks.get(i), name, problems);
            if (range.isPresent() && networks.get(i) instanceof Scalar scalar
                    && (scalar.text().length() > LONGEST_RANGE
                            || (scalar.text().contains(":") && scalar.text().contains(".")))) {
                problems.add(scalar.at(), name + ": " + Quote.of(scalar.text()) + " is an IPv4 address within IPv6",
                        "Write it as either.");
            }
        }
    }

    private static void portNumber(Mapping port, String path, ManifestProblems problems) {
        NetworkPolicyRules.oneOf(port.get("protocol"), NetworkPolicyRules.PROTOCOLS, path + ".protocol", "a protocol",
                problems);
        NetworkPolicyRules.number(port.scalar("port"), path + ".port", problems);
    }

    private static void portRange(Mapping range, String path, ManifestProblems problems) {
        NetworkPolicyRules.oneOf(range.get("protocol"), NetworkPolicyRules.PROTOCOLS, path + ".protocol", "a protocol",
                problems);
        Optional<BigInteger> start = NetworkPolicyRules.number(range.scalar("start"), path + ".start", problems);
        Optional<BigInteger> end = NetworkPolicyRules.number(range.scalar("end"), path + ".end", problems);
        if (start.isPresent() && end.isPresent() && start.get().compareTo(end.get()) >= 0) {
            problems.add(range.at(), path + ": start " + start.get() + " is not below end " + end.get(),
                    "Swap them, or name one port by its number.");
        }
    }

    /** What is no pod has no names for its ports. */
    private static void namedPorts(Mapping rule, Generation generation, String path, ManifestProblems problems) {
        String name = switch (generation) {
            case FIRST -> "namedPort";
            case SECOND -> "destinationNamedPort";
        };
        boolean isBeyondPods = rule.items("to").stream().anyMatch(peer -> peer instanceof Mapping mapping
                && !mapping.said("nodes", "networks", "domainNames").isEmpty());
        for (Written port : rule.items(generation.ports)) {
            if (isBeyondPods && port instanceof Mapping mapping && mapping.get(name) != null) {
                problems.add(mapping.at(), path + "." + generation.ports
                        + " names a port, and nodes, networks and domainNames have no names for ports",
                        "Write its number.");
            }
        }
    }
}
