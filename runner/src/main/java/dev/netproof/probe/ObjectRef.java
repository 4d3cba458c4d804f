package dev.netproof.probe;

import java.util.Locale;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * An object by its name.
 *
 * @param kind as Kubernetes spells it: {@code ConfigMap}
 */
public record ObjectRef(String kind, String namespace, String name) {

    static ObjectRef of(HasMetadata object) {
        return new ObjectRef(object.getKind(), object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    /** {@code pod netproof-a in namespace shop}. */
    public String describe() {
        return word() + " " + name + " in namespace " + namespace;
    }

    /** What a person types to remove it. */
    public String removal() {
        return "kubectl delete " + word() + " -n " + namespace + " " + name;
    }

    private String word() {
        return kind.toLowerCase(Locale.ROOT);
    }
}
