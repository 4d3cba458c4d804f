package dev.netproof.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One request in the words of RBAC, so that a refusal can name the rule that is missing.
 *
 * @param group empty for the core group
 * @param resource in the plural, with its subresource: {@code pods/exec}
 * @param namespace null when it is cluster-wide or reads all namespaces
 * @param name null for a list
 */
record Call(String verb, String group, String resource, @Nullable String namespace, @Nullable String name) {

    static Call on(String verb, HasMetadata object) {
        String version = object.getApiVersion();
        int slash = version.indexOf('/');
        return new Call(verb, slash < 0 ? "" : version.substring(0, slash), object.getPlural(),
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    static Call list(String group, String resource, @Nullable String namespace) {
        return new Call("list", group, resource, namespace, null);
    }

    /** {@code create pods netproof-a in namespace shop}. */
    String describe() {
        return verb + " " + resource + (name == null ? "" : " " + name)
                + (namespace == null ? "" : " in namespace " + namespace);
    }

    /** The rule that permits it, as it stands in a Role. */
    String rule() {
        return "apiGroups: [\"" + group + "\"], resources: [\"" + resource + "\"], verbs: [" + verbs() + "]";
    }

    private String verbs() {
        // Exec over WebSocket is a GET that is authorised as get and create; either alone is refused.
        return resource.equals("pods/exec") ? "\"get\", \"create\"" : "\"" + verb + "\"";
    }
}
