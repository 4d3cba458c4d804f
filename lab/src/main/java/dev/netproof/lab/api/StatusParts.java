package dev.netproof.lab.api;

import java.util.Set;

/** Which types keep their status apart, so that a write of the main part leaves it alone. */
final class StatusParts {
    private static final Set<String> GROUPS = Set.of("apps", "batch", "policy", "autoscaling");
    private static final Set<String> CORE = Set.of("pods", "services", "namespaces", "nodes", "resourcequotas",
            "replicationcontrollers", "persistentvolumeclaims", "persistentvolumes");

    private StatusParts() {}

    static boolean isSeparate(ResourceType type) {
        return type.group().isEmpty()
                ? CORE.contains(type.plural())
                : GROUPS.contains(type.group()) || type.plural().equals("ingresses");
    }
}
