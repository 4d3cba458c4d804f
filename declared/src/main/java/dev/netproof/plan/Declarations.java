package dev.netproof.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Direction;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.ProbePod;
import dev.netproof.evidence.RuleRef;
import dev.netproof.evidence.Side;
import dev.netproof.matrix.AddressFamily;
import dev.netproof.policy.Decision;
import dev.netproof.policy.DeclaredPolicies;
import dev.netproof.policy.Flow;
import dev.netproof.policy.FlowEnd;
import dev.netproof.policy.FlowVerdict;
import dev.netproof.policy.NearMiss;
import dev.netproof.policy.SideVerdict;
import dev.netproof.policy.SideVerdict.Allowed;
import dev.netproof.policy.SideVerdict.Denied;
import dev.netproof.policy.SideVerdict.Unknown;
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
            return Declared.unknown(endpoint.listener(), unread);
        }
        Flow flow = new Flow(new FlowEnd.Pod(source.namespace(), name(source)),
                new FlowEnd.Address(endpoint.address()), Transport.of(endpoint.protocol()), endpoint.port());
        FlowVerdict verdict = policies.judge(flow);
        List<PolicyRef> isolatedBy = Stream.of(verdict.egress(), verdict.ingress())
                .filter(declared -> decides(declared, verdict))
                .flatMap(declared -> declared.isolating().stream())
                .distinct()
                .toList();
        List<RuleRef> allowedBy = Stream.concat(allowing(verdict.egress()), allowing(verdict.ingress()))
                .distinct()
                .toList();
        List<RuleRef> deniedBy = Stream.concat(denying(verdict.egress()), denying(verdict.ingress()))
                .distinct()
                .toList();
        List<String> remarks = Stream.concat(remarks(verdict.egress()), remarks(verdict.ingress())).distinct().toList();
        List<NearestRule> nearest = agreed && verdict.decision() == Decision.DENIED
                ? policies.nearestRules(flow).stream().map(miss -> nearest(miss, source, endpoint)).toList()
                : List.of();
        return new Declared(endpoint.listener(), decision(verdict.decision()), sides(verdict, source, endpoint),
                isolatedBy, allowedBy, deniedBy, remarks, nearest);
    }

    private static NearestRule nearest(NearMiss miss, ProbePodPlan source, Endpoint endpoint) {
        return new NearestRule(side(miss.direction(), source, endpoint), miss.rule(), miss.differences(),
                miss.suggestion());
    }

    /** Of a denied flow only the side that denies it is to blame. */
    private static boolean decides(SideVerdict declared, FlowVerdict verdict) {
        return verdict.decision() != Decision.DENIED || declared.decision() == Decision.DENIED;
    }

    private static Stream<RuleRef> allowing(SideVerdict declared) {
        return declared instanceof Allowed allowed ? allowed.allowing().stream() : Stream.of();
    }

    private static Stream<RuleRef> denying(SideVerdict declared) {
        return declared instanceof Denied denied ? denied.denying().stream() : Stream.of();
    }

    private static Stream<String> remarks(SideVerdict declared) {
        return switch (declared) {
            case Allowed allowed -> allowed.remarks().stream();
            case Denied denied -> Stream.of();
            case Unknown unknown -> unknown.reasons().stream();
        };
    }

    private static Declared.Decision decision(Decision decision) {
        return switch (decision) {
            case ALLOWED -> Declared.Decision.ALLOWED;
            case DENIED -> Declared.Decision.DENIED;
            case UNKNOWN -> Declared.Decision.UNKNOWN;
        };
    }

    private static List<Side> sides(FlowVerdict verdict, ProbePodPlan source, Endpoint endpoint) {
        List<Side> sides = new ArrayList<>();
        if (verdict.egress().decision() == Decision.DENIED) {
            sides.add(side(Direction.EGRESS, source, endpoint));
        }
        if (verdict.ingress().decision() == Decision.DENIED) {
            sides.add(side(Direction.INGRESS, source, endpoint));
        }
        return sides;
    }

    private static Side side(Direction direction, ProbePodPlan source, Endpoint endpoint) {
        return new Side(direction, switch (direction) {
            case EGRESS -> source.within() == null
                    ? new Place.Probe(source.namespace(), source.key())
                    : new Place.Pod(source.namespace(), source.within().name());
            case INGRESS -> endpoint.place();
        });
    }

    /**
     * Open when any of its pods is, denied when all are: the data plane chooses.
     *
     * @param pods at addresses of the Service's family
     */
    private static Declared ofService(Endpoint service, List<Declared> pods) {
        if (pods.isEmpty()) {
            return Declared.unknown(service.listener(), "no pod stands behind it");
        }
        List<Declared> deciding = pods.stream().filter(pod -> pod.decision() == Declared.Decision.ALLOWED).toList();
        if (deciding.isEmpty()) {
            deciding = pods.stream().anyMatch(pod -> pod.decision() == Declared.Decision.UNKNOWN)
                    ? pods.stream().filter(pod -> pod.decision() == Declared.Decision.UNKNOWN).toList()
                    : pods;
        }
        return deciding.get(0).of(service.listener());
    }
}
