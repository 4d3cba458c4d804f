package dev.netproof.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.ProbePod;
import dev.netproof.matrix.AddressFamily;
import dev.netproof.policy.Decision;
import dev.netproof.policy.Declared.Allowed;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.Direction;
import dev.netproof.policy.Flow;
import dev.netproof.policy.FlowEnd;
import dev.netproof.policy.FlowVerdict;
import dev.netproof.policy.RuleRef;
import dev.netproof.policy.Transport;
import dev.netproof.snapshot.Snapshot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What the policies of a snapshot declare of the paths of a plan, as if its probe pods were there already.
 *
 * <p>Policy sees a pod's address and never a Service's: the virtual address is declared what the pods behind it are.
 */
final class Declarations {

    private final DeclaredPolicies policies;
    private final String unread;

    /** @param running pods that were launched already, by the keys of their plans: policies may go by their addresses */
    Declarations(Snapshot snapshot, Collection<ProbePodPlan> pods, Map<String, ProbePod> running) {
        this.unread = snapshot.unreadPolicies();
        this.policies = DeclaredPolicies.of(snapshot.with(pods.stream()
                .filter(plan -> plan.within() == null)
                .map(plan -> seen(plan, running.get(plan.key()), snapshot))
                .toList()));
    }

    private static Pod seen(ProbePodPlan plan, @Nullable ProbePod running, Snapshot snapshot) {
        Pod unlaunched = plan.unlaunched();
        return running == null
                ? unlaunched
                : snapshot.pods().stream()
                        .filter(pod -> pod.getMetadata().getUid().equals(running.uid()))
                        .findFirst()
                        .map(pod -> new PodBuilder(unlaunched).withStatus(pod.getStatus()).build())
                        .orElse(unlaunched);
    }

    private static String name(ProbePodPlan plan) {
        return plan.within() == null ? plan.key() : plan.within().name();
    }

    /**
     * One for each endpoint, in their order.
     *
     * @param agreed whether the edge may be expected to be open, so that what came nearest to allowing it is of interest
     */
    List<Declared> of(ProbePodPlan source, List<Endpoint> endpoints, boolean agreed) {
        Map<Endpoint, Declared> ofPods = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.kind() != Endpoint.Kind.SERVICE) {
                ofPods.put(endpoint, of(source, endpoint, agreed));
            }
        }
        return endpoints.stream().map(endpoint -> {
            Declared ofPod = ofPods.get(endpoint);
            return ofPod != null ? ofPod : ofService(endpoint, ofPods.entrySet().stream()
                    // An address of a Service leads to addresses of its own family.
                    .filter(pod -> family(pod.getKey()) == family(endpoint))
                    .map(Map.Entry::getValue)
                    .toList());
        }).toList();
    }

    private static AddressFamily family(Endpoint endpoint) {
        return AddressFamily.of(endpoint.address());
    }

    private Declared of(ProbePodPlan source, Endpoint endpoint, boolean agreed) {
        if (!unread.isEmpty()) {
            return Declared.unknown(endpoint.tuple(), unread);
        }
        Flow flow = new Flow(new FlowEnd.Pod(source.namespace(), name(source)),
                new FlowEnd.Address(endpoint.address()), Transport.of(endpoint.protocol()), endpoint.port());
        FlowVerdict verdict = policies.judge(flow);
        List<String> isolatedBy = Stream.of(verdict.egress(), verdict.ingress())
                .filter(declared -> decides(declared, verdict))
                .flatMap(declared -> declared.isolating().stream())
                .map(Objects::toString)
                .distinct()
                .toList();
        List<String> allowedBy = Stream.concat(allowing(verdict.egress()), allowing(verdict.ingress()))
                .map(RuleRef::toString)
                .distinct()
                .toList();
        List<String> remarks = Stream.concat(remarks(verdict.egress()), remarks(verdict.ingress())).distinct().toList();
        List<NearestRule> nearest = agreed && verdict.decision() == Decision.DENIED
                ? policies.nearestRules(flow).stream().map(rule -> nearest(rule, source, endpoint)).toList()
                : List.of();
        return new Declared(endpoint.tuple(), decision(verdict.decision()), side(verdict, source, endpoint), isolatedBy,
                allowedBy, remarks, nearest);
    }

    private static NearestRule nearest(dev.netproof.policy.NearestRule rule, ProbePodPlan source, Endpoint endpoint) {
        return new NearestRule(side(rule.direction(), source, endpoint),
                rule.rule() == null ? null : rule.rule().toString(), rule.differences(), rule.suggestion());
    }

    /** Of a denied flow only the side that denies it is to blame. */
    private static boolean decides(dev.netproof.policy.Declared declared, FlowVerdict verdict) {
        return verdict.decision() != Decision.DENIED || declared.decision() == Decision.DENIED;
    }

    private static Stream<RuleRef> allowing(dev.netproof.policy.Declared declared) {
        return declared instanceof Allowed allowed ? allowed.allowing().stream() : Stream.of();
    }

    private static Stream<String> remarks(dev.netproof.policy.Declared declared) {
        return switch (declared) {
            case Allowed allowed -> allowed.remarks().stream();
            case dev.netproof.policy.Declared.Denied denied ->
                denied.denying().stream().map(rule -> "denied by " + rule);
            case dev.netproof.policy.Declared.Unknown unknown -> unknown.reasons().stream();
        };
    }

    private static Declared.Decision decision(Decision decision) {
        return switch (decision) {
            case ALLOWED -> Declared.Decision.ALLOWED;
            case DENIED -> Declared.Decision.DENIED;
            case UNKNOWN -> Declared.Decision.UNKNOWN;
        };
    }

    private static String side(FlowVerdict verdict, ProbePodPlan source, Endpoint endpoint) {
        List<String> sides = new ArrayList<>();
        if (verdict.egress().decision() == Decision.DENIED) {
            sides.add(side(Direction.EGRESS, source, endpoint));
        }
        if (verdict.ingress().decision() == Decision.DENIED) {
            sides.add(side(Direction.INGRESS, source, endpoint));
        }
        return String.join(" and ", sides);
    }

    private static String side(Direction direction, ProbePodPlan source, Endpoint endpoint) {
        return direction.word() + " of " + switch (direction) {
            case EGRESS -> (source.within() == null ? "" : "pod ") + source.namespace() + "/" + name(source);
            case INGRESS -> endpoint.name();
        };
    }

    /**
     * Open when any of its pods is, denied when all are: the data plane chooses.
     *
     * @param pods at addresses of the Service's family
     */
    private static Declared ofService(Endpoint service, List<Declared> pods) {
        if (pods.isEmpty()) {
            return Declared.unknown(service.tuple(), "no pod stands behind it");
        }
        List<Declared> deciding = pods.stream().filter(pod -> pod.decision() == Declared.Decision.ALLOWED).toList();
        if (deciding.isEmpty()) {
            deciding = pods.stream().anyMatch(pod -> pod.decision() == Declared.Decision.UNKNOWN)
                    ? pods.stream().filter(pod -> pod.decision() == Declared.Decision.UNKNOWN).toList()
                    : pods;
        }
        Declared first = deciding.get(0);
        return new Declared(service.tuple(), first.decision(), first.side(), first.isolatedBy(), first.allowedBy(),
                first.remarks(), first.nearest());
    }
}
