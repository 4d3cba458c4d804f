package dev.netproof.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Severity;
import dev.netproof.policy.Decision;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.Flow;
import dev.netproof.policy.FlowEnd;
import dev.netproof.policy.SideVerdict;
import dev.netproof.policy.Transport;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import org.jspecify.annotations.Nullable;

/** Egress is isolated and nothing opens DNS where it really is. */
final class DnsEgress implements AuditRule {

    private static final AuditRuleText TEXT = new AuditRuleText("dns-egress-denied", Severity.CRITICAL,
            "Egress is denied, DNS included",
            "A pod that may not ask for names fails at every call by name, mostly as a timeout some seconds long. Answers "
                    + "that are too big for UDP come over TCP. DNS need not be a pod: a cache on each node, or the "
                    + "cloud's, has an address.",
            "Allow egress to ports 53/UDP and 53/TCP of the cluster's DNS: its pods by namespaceSelector and podSelector, "
                    + "a cache on the node by ipBlock 169.254.20.10/32.");

    private record Case(Policy policy, Severity severity, String what) {}

    @Override
    public AuditRuleText text() {
        return TEXT;
    }

    @Override
    public Stream<RuleMatch> check(AuditContext scene) {
        Map<String, Case> cases = new TreeMap<>();
        Map<String, List<Member>> members = new TreeMap<>();
        scene.members().filter(member -> member.pod() != null && scene.isIsolated(Direction.EGRESS, member))
                .forEach(member -> {
                    Case found = examine(scene, member);
                    if (found != null) {
                        String key = found.policy().object() + " " + found.severity() + " " + found.what();
                        cases.put(key, found);
                        members.computeIfAbsent(key, any -> new ArrayList<>()).add(member);
                    }
                });
        return cases.entrySet().stream().map(found -> found(found.getValue().severity(),
                found.getValue().policy().object(), "", found.getValue().what() + " It concerns "
                        + Audited.list(AuditContext.names(Objects.requireNonNull(members.get(found.getKey())))) + "."));
    }

    private static @Nullable Case examine(AuditContext scene, Member member) {
        Policy policy = isolating(scene, member);
        String words = words(scene, member);
        Decision udp = best(scene, scene.evaluated(), member, Transport.UDP);
        if (udp == Decision.DENIED) {
            if (best(scene, scene.declared(), member, Transport.UDP) == Decision.UNKNOWN) {
                return new Case(policy, Severity.TRIVIAL, "No NetworkPolicy allows egress to DNS (" + words
                        + "). It may be covered by a policy that is not evaluated.");
            }
            boolean sealed = scene.policies(member.namespace()).stream()
                    .filter(other -> other.isolates(Direction.EGRESS, member))
                    .allMatch(other -> other.rules().stream()
                            .noneMatch(rule -> rule.ref().direction() == Direction.EGRESS));
            return sealed
                    ? new Case(policy, Severity.MINOR, "No egress at all is allowed, DNS (" + words
                            + ") included: fine for whoever calls nobody.")
                    : new Case(policy, Severity.CRITICAL, "Some egress is allowed, and none to DNS (" + words
                            + "): calls by name fail.");
        }
        if (udp == Decision.ALLOWED && best(scene, scene.evaluated(), member, Transport.TCP) == Decision.DENIED) {
            return new Case(policy, Severity.MINOR, "DNS (" + words
                    + ") is open over UDP and not over TCP: answers that are too big for UDP get lost.");
        }
        boolean cached = scene.nameservers().nodeLocal()
                && Nameservers.Resolver.of(member.spec()) == Nameservers.Resolver.CLUSTER;
        if (udp == Decision.ALLOWED && cached && decide(scene.evaluated(), member,
                new FlowEnd.Address(Nameservers.NODE_LOCAL), Transport.UDP) == Decision.DENIED) {
            return new Case(policy, Severity.MAJOR, "Each node has a DNS cache at " + Nameservers.NODE_LOCAL
                    + ", and no rule allows egress to it. A rule for the pods of " + words
                    + " does not mean it; some engines let it pass all the same.");
        }
        return null;
    }

    /** The one to fix: the default deny if there is one. */
    private static Policy isolating(AuditContext scene, Member member) {
        return scene.policies(member.namespace()).stream().filter(policy -> policy.isolates(Direction.EGRESS, member))
                .min(Comparator.comparing((Policy policy) -> !policy.subject().isEmpty())
                        .thenComparing(policy -> !policy.isPureDeny()).thenComparing(policy -> policy.parts().ref()))
                .orElseThrow();
    }

    private static String words(AuditContext scene, Member member) {
        return switch (Nameservers.Resolver.of(member.spec())) {
            case CLUSTER -> scene.nameservers().words();
            case OWN -> "by its dnsConfig at " + Audited.list(own(member));
            case NODE -> "that of its node";
        };
    }

    private static List<String> own(Member member) {
        PodDNSConfig config = member.spec().getDnsConfig();
        return config == null ? List.of() : Objects.requireNonNullElse(config.getNameservers(), List.of());
    }

    /** By one nameserver at least; of a node's own nobody here knows the address. */
    private static Decision best(AuditContext scene, DeclaredPolicies policies, Member member, Transport transport) {
        Nameservers servers = scene.nameservers();
        Stream<Decision> decisions = switch (Nameservers.Resolver.of(member.spec())) {
            case NODE -> Stream.of(Decision.UNKNOWN);
            case OWN -> own(member).stream()
                    .map(address -> decide(policies, member, new FlowEnd.Address(address), transport));
            case CLUSTER -> Stream.of(
                    servers.services().stream().filter(port -> port.protocol().equals(transport.name()))
                            .flatMap(port -> policies.backends(port.namespace(), port.service(), port.port()).stream())
                            .filter(backend -> backend.transport() == transport)
                            .map(backend -> egress(policies, new Flow(pod(member), backend.end(), transport,
                                    backend.port()))),
                    servers.assumedEnds().stream().map(end -> decide(policies, member, end, transport)),
                    servers.addresses().stream().map(
                            address -> decide(policies, member, new FlowEnd.Address(address), transport)),
                    servers.nodeLocal() ? Stream.of(decide(policies, member,
                            new FlowEnd.Address(Nameservers.NODE_LOCAL), transport)) : Stream.<Decision>empty())
                    .flatMap(part -> part);
        };
        List<Decision> all = decisions.toList();
        return all.contains(Decision.ALLOWED) ? Decision.ALLOWED
                : all.isEmpty() || all.contains(Decision.UNKNOWN) ? Decision.UNKNOWN : Decision.DENIED;
    }

    private static FlowEnd pod(Member member) {
        return new FlowEnd.Pod(member.namespace(), Objects.requireNonNull(member.pod()));
    }

    private static Decision decide(DeclaredPolicies policies, Member member, FlowEnd end, Transport transport) {
        return egress(policies, new Flow(pod(member), end, transport, Nameservers.DNS_PORT));
    }

    private static Decision egress(DeclaredPolicies policies, Flow flow) {
        SideVerdict side = policies.judge(flow).egress();
        return side.decision();
    }
}
