package dev.netproof.lab.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.netproof.lab.api.ApiError.Cause;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API server asks of ephemeral containers beside what it asks of others: they take no resources, ports or probes, and
 * once there they can be neither changed nor removed.
 *
 * <p>Source: ValidatePodEphemeralContainersUpdate and validateEphemeralContainers of k8s.io/kubernetes/pkg/apis/core/validation.
 */
final class EphemeralContainerValidation {
    private static final String FIELD = "spec.ephemeralContainers";
    private static final List<String> NOT_THEIRS = List.of("ports", "livenessProbe", "readinessProbe", "startupProbe",
            "lifecycle", "resources", "resizePolicy");

    private EphemeralContainerValidation() {}

    /** Of a pod as it is to be stored. */
    static List<Cause> causes(JsonNode spec) {
        List<Cause> causes = new ArrayList<>();
        int index = 0;
        for (ObjectNode container : Json.objects(spec, "ephemeralContainers")) {
            for (String field : NOT_THEIRS) {
                if (!container.path(field).isEmpty()) {
                    causes.add(Cause.forbidden(FIELD + "[" + index + "]." + field,
                            "cannot be set for an Ephemeral Container"));
                }
            }
            index++;
        }
        return causes;
    }

    /** Of a pod that is there. */
    static List<Cause> causes(ObjectNode before, ObjectNode after) {
        List<ObjectNode> present = Json.objects(after, "spec", "ephemeralContainers");
        List<Cause> causes = new ArrayList<>();
        for (ObjectNode container : Json.objects(before, "spec", "ephemeralContainers")) {
            String name = Json.text(container, "name");
            Optional<ObjectNode> now = present.stream().filter(one -> Json.text(one, "name").equals(name)).findFirst();
            if (now.isEmpty()) {
                causes.add(Cause.forbidden(FIELD,
                        "existing ephemeral containers \"" + name + "\" may not be removed"));
            } else if (!now.get().equals(container)) {
                causes.add(Cause.forbidden(FIELD,
                        "existing ephemeral containers \"" + name + "\" may not be changed"));
            }
        }
        return causes;
    }
}
