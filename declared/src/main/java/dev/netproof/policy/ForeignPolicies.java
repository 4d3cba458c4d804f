package dev.netproof.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.evidence.Direction;
import dev.netproof.evidence.PolicyRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/**
 * Recognises the policies of Cilium, Calico, Antrea and Istio and finds the pods they select.
 *
 * <p>What they do to those pods is not evaluated. A selector that can't be read may select every pod in the policy's
 * reach, so that nothing is claimed about any of them.
 */
final class ForeignPolicies {

    private static final String CALICO = "projectcalico.org";
    private static final String CALICO_STORED = "crd.projectcalico.org";
    private static final String CILIUM = "cilium.io";
    private static final String ANTREA = "crd.antrea.io";
    private static final String ISTIO = "security.istio.io";
    private static final String ISTIO_ROOT = "istio-system";
    /** Calico shows Kubernetes' own policies under such names, too. */
    private static final String CALICO_MIRROR = "knp.default.";
    private static final Set<Direction> BOTH = EnumSet.allOf(Direction.class);
    private static final Pattern CALICO_TERM = Pattern
            .compile("\\s*([\\w./-]+)\\s*==\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*");

    private final PodIndex roster;

    ForeignPolicies(PodIndex roster) {
        this.roster = roster;
    }

    static String group(GenericKubernetesResource resource) {
        String version = Objects.requireNonNullElse(resource.getApiVersion(), "");
        return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    }

    /** By kind and, where kinds of several APIs share a name, group. */
    static PolicyRef ref(GenericKubernetesResource resource) {
        String group = group(resource);
        String kind = Objects.requireNonNullElse(resource.getKind(), "");
        boolean isAmbiguous = Set.of(CALICO, CALICO_STORED, ANTREA).contains(group)
                || kind.equals(NetworkPolicyCompiler.KIND);
        return new PolicyRef(isAmbiguous && !group.isEmpty() ? kind + "." + group : kind,
                Objects.requireNonNullElse(resource.getMetadata().getNamespace(), ""),
                resource.getMetadata().getName());
    }

    /** Selects no pod where the policy is staged, or mirrors another. */
    OpaquePolicy read(GenericKubernetesResource resource) {
        PolicyRef ref = ref(resource);
        String kind = Objects.requireNonNullElse(resource.getKind(), "");
        if (kind.startsWith("Staged")
                || (group(resource).endsWith(CALICO) && ref.name().startsWith(CALICO_MIRROR))) {
            return new OpaquePolicy(ref, new BitSet(), Set.of(),
                    ref + " is not in force: it is staged, or shows a policy of Kubernetes.");
        }
        try {
            Spec spec = Spec.of(resource);
            return switch (group(resource)) {
                case CILIUM -> opaque(ref, spec.has("endpointSelector") || !spec.has("nodeSelector")
                        ? cilium(ref, spec) : new BitSet(), ciliumDirections(spec));
                case CALICO, CALICO_STORED -> opaque(ref, calico(ref, spec), calicoDirections(spec));
                case ANTREA -> opaque(ref, antrea(ref, spec), antreaDirections(spec));
                case ISTIO -> opaque(ref, istio(ref, spec), Set.of(Direction.INGRESS));
                default -> opaque(ref, reach(ref), BOTH);
            };
        } catch (UnreadablePolicyException e) {
            return opaque(ref, reach(ref), BOTH);
        }
    }

    private static OpaquePolicy opaque(PolicyRef ref, BitSet subject, Set<Direction> directions) {
        return new OpaquePolicy(ref, subject, directions, ref + " is of a kind that is not evaluated.");
    }

    /** The pods it could select at most. */
    private BitSet reach(PolicyRef ref) {
        return ref.namespace().isEmpty() ? roster.everyone() : roster.inNamespace(ref.namespace());
    }

    private BitSet selected(PolicyRef ref, Selector selector) {
        return ref.namespace().isEmpty() ? roster.inNamespaces(Selector.ALL, selector)
                : roster.inNamespace(ref.namespace(), selector);
    }

    private BitSet cilium(PolicyRef ref, Spec spec) throws UnreadablePolicyException {
        Spec selector = spec.child("endpointSelector");
        return selector == null ? reach(ref) : selected(ref, withoutSources(selector.selector()));
    }

    /** Cilium puts the source of a label before its key. Keys of other sources than the pod's own are not read. */
    private static Selector withoutSources(Selector selector) throws UnreadablePolicyException {
        Map<String, String> labels = new HashMap<>();
        for (Map.Entry<String, String> label : selector.labels().entrySet()) {
            labels.put(podLabel(label.getKey()), label.getValue());
        }
        List<Selector.Requirement> requirements = new ArrayList<>();
        for (Selector.Requirement requirement : selector.requirements()) {
            requirements.add(new Selector.Requirement(podLabel(requirement.key()), requirement.operator(),
                    requirement.values()));
        }
        return new Selector(labels, requirements);
    }

    private static String podLabel(String key) throws UnreadablePolicyException {
        String own = key.startsWith("k8s:") || key.startsWith("any:") ? key.substring(4)
                : key.startsWith("k8s.") || key.startsWith("any.") ? key.substring(4) : key;
        if (own.contains(":") || own.startsWith("io.kubernetes.pod.") || own.startsWith("io.cilium.")
                || own.startsWith("reserved.")) {
            throw new UnreadablePolicyException("selects by " + key);
        }
        return own;
    }

    private static Set<Direction> ciliumDirections(Spec spec) {
        Set<Direction> directions = EnumSet.noneOf(Direction.class);
        if (spec.has("ingress") || spec.has("ingressDeny")) {
            directions.add(Direction.INGRESS);
        }
        if (spec.has("egress") || spec.has("egressDeny")) {
            directions.add(Direction.EGRESS);
        }
        return directions;
    }

    /** Calico's own language, as far as {@code all()} and {@code key == 'value'} joined by {@code &&} go. */
    private BitSet calico(PolicyRef ref, Spec spec) {
        String selector = spec.text("selector").strip();
        if (selector.isEmpty() || selector.equals("all()")) {
            return reach(ref);
        }
        Map<String, String> labels = new HashMap<>();
        for (String term : selector.split("&&", -1)) {
            Matcher matcher = CALICO_TERM.matcher(term);
            if (!matcher.matches() || matcher.group(1).startsWith("projectcalico.org/")) {
                return reach(ref);
            }
            labels.put(matcher.group(1), Objects.requireNonNullElse(matcher.group(2),
                    Objects.requireNonNullElse(matcher.group(3), "")));
        }
        return selected(ref, new Selector(labels, List.of()));
    }

    private static Set<Direction> calicoDirections(Spec spec) throws UnreadablePolicyException {
        List<String> types = spec.texts("types");
        Set<Direction> directions = EnumSet.noneOf(Direction.class);
        for (Direction direction : Direction.values()) {
            boolean spoken = types.isEmpty() ? spec.has(direction.word()) : types.contains(direction.type());
            if (spoken) {
                directions.add(direction);
            }
        }
        // Without types and rules it isolates for ingress.
        return directions.isEmpty() ? Set.of(Direction.INGRESS) : directions;
    }

    private BitSet antrea(PolicyRef ref, Spec spec) throws UnreadablePolicyException {
        List<Spec> targets = spec.children("appliedTo");
        if (targets.isEmpty()) {
            // Each rule may have its own.
            return reach(ref);
        }
        BitSet subject = new BitSet();
        for (Spec target : targets) {
            if (!Set.of("podSelector", "namespaceSelector").containsAll(target.names())) {
                return reach(ref);
            }
            Spec namespaces = target.child("namespaceSelector");
            Spec pods = target.child("podSelector");
            Selector podSelector = pods == null ? Selector.ALL : pods.selector();
            subject.or(namespaces == null ? selected(ref, podSelector)
                    : roster.inNamespaces(namespaces.selector(), podSelector));
        }
        return subject;
    }

    private static Set<Direction> antreaDirections(Spec spec) {
        Set<Direction> directions = EnumSet.noneOf(Direction.class);
        for (Direction direction : Direction.values()) {
            if (spec.has(direction.word())) {
                directions.add(direction);
            }
        }
        return directions;
    }

    /** Acts at the workload that takes connections. In the root namespace, it reaches all of the mesh. */
    private BitSet istio(PolicyRef ref, Spec spec) throws UnreadablePolicyException {
        BitSet reach = ref.namespace().equals(ISTIO_ROOT) ? roster.everyone() : reach(ref);
        Spec selector = spec.child("selector");
        if (selector != null) {
            reach.and(roster.inNamespaces(Selector.ALL, selector.selector()));
        }
        return reach;
    }
}
