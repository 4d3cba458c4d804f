package dev.netproof.audit;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.netproof.evidence.PolicyRef;
import dev.netproof.policy.GraphNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/**
 * An object that findings are about.
 *
 * @param namespace empty when it is of the whole cluster
 * @param annotations of the object; of the pod template where it is a workload
 */
record Audited(String kind, String namespace, String name, Map<String, String> annotations) {

    Audited {
        annotations = Map.copyOf(annotations);
    }

    static Audited of(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        return new Audited(Objects.requireNonNullElse(object.getKind(), ""),
                Objects.requireNonNullElse(meta.getNamespace(), ""), meta.getName(), annotations(meta));
    }

    /** Without its annotations. */
    static Audited of(PolicyRef ref) {
        // Of kinds that share a name, the reference also says the group.
        String kind = ref.kind().contains(".") ? ref.kind().substring(0, ref.kind().indexOf('.')) : ref.kind();
        return new Audited(kind, ref.namespace(), ref.name(), Map.of());
    }

    static Audited of(PolicyRef ref, HasMetadata object) {
        Audited plain = of(ref);
        return new Audited(plain.kind, plain.namespace, plain.name, annotations(object.getMetadata()));
    }

    static Audited of(GraphNode.Workload workload, ObjectMeta pod) {
        return new Audited(workload.kind(), workload.namespace(), workload.name(), annotations(pod));
    }

    private static Map<String, String> annotations(ObjectMeta meta) {
        Map<String, String> all = Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
        String ignored = all.get(Suppressions.ANNOTATION);
        return ignored == null ? Map.of() : Map.of(Suppressions.ANNOTATION, ignored);
    }

    /** {@code NetworkPolicy shop/web}. */
    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }

    /** {@code Deployment web, Deployment api and 3 more}: enough to find them. */
    static String list(List<String> names) {
        int most = 5;
        List<String> distinct = names.stream().distinct().sorted().toList();
        if (distinct.size() <= most) {
            return distinct.size() < 2 ? String.join("", distinct)
                    : String.join(", ", distinct.subList(0, distinct.size() - 1)) + " and " + distinct.getLast();
        }
        return String.join(", ", distinct.subList(0, most)) + " and " + (distinct.size() - most) + " more";
    }
}
