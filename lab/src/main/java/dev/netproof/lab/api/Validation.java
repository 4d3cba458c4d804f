package dev.netproof.lab.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.netproof.lab.api.ApiError.Cause;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The checks of the API server that a manifest meant for the lab can fail, in the server's own words. */
final class Validation {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern
            .compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Set<String> WORKLOADS = Set.of("deployments", "replicasets", "statefulsets", "daemonsets");

    private final List<Cause> causes = new ArrayList<>();

    private Validation() {}

    /** @throws ApiError 422 with every cause at once */
    static void check(ResourceType type, ObjectNode object) {
        Validation checks = new Validation();
        checks.metadata(type, object);
        if (type.equals(ResourceTypes.PODS)) {
            checks.pod("spec", object.path("spec"));
            checks.causes.addAll(EphemeralContainerValidation.causes(object.path("spec")));
        } else if (type.equals(ResourceTypes.SERVICES)) {
            checks.service(object.path("spec"));
        } else if (type.equals(ResourceTypes.NETWORK_POLICIES)) {
            checks.causes.addAll(PolicyValidation.causes(object.path("spec")));
        } else if (type.group().equals("apps") && WORKLOADS.contains(type.plural())) {
            checks.workload(object.path("spec"));
        }
        checks.report(type, object);
    }

    /** @throws ApiError 422 if a field changed that may not */
    static void checkUpdate(ResourceType type, ObjectNode before, ObjectNode after) {
        Validation checks = new Validation();
        if (type.group().equals("apps") && WORKLOADS.contains(type.plural())) {
            checks.unchanged(before, after, "spec", "selector");
        } else if (type.equals(ResourceTypes.SERVICES) && Json.at(after, "spec", "type").equals(Json.at(before, "spec",
                "type"))) {
            checks.unchanged(before, after, "spec", "clusterIP");
        } else if (type.equals(ResourceTypes.PODS) && !rest(before).equals(rest(after))) {
            checks.causes.add(Cause.forbidden("spec", "pod updates may not change fields other than"
                    + " `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                    + "`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
        }
        if (type.equals(ResourceTypes.PODS)) {
            checks.causes.addAll(EphemeralContainerValidation.causes(before, after));
        }
        checks.report(type, after);
    }

    /** A pod's spec without what may change. */
    private static ObjectNode rest(ObjectNode pod) {
        ObjectNode spec = Json.child(pod.deepCopy(), "spec");
        spec.remove(List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds",
                "ephemeralContainers", "nodeName"));
        for (String list : List.of("containers", "initContainers")) {
            Json.objects(spec, list).forEach(container -> container.remove(List.of("image", "imagePullPolicy")));
        }
        return spec;
    }

    private void unchanged(ObjectNode before, ObjectNode after, String... path) {
        if (!Json.at(before, path).equals(Json.at(after, path))) {
            causes.add(Cause.invalid(String.join(".", path), Json.at(after, path), "field is immutable"));
        }
    }

    private void report(ResourceType type, ObjectNode object) {
        if (!causes.isEmpty()) {
            throw ApiError.invalid(type, Json.text(object, "metadata", "name"), causes);
        }
    }

    private void metadata(ResourceType type, ObjectNode object) {
        String name = Json.text(object, "metadata", "name");
        if (name.isEmpty()) {
            causes.add(Cause.required("metadata.name", "name or generateName is required"));
        } else if (type.group().startsWith("rbac.")) {
            if (name.contains("/") || name.contains("%")) {
                causes.add(Cause.invalid("metadata.name", name, "may not contain '/' or '%'"));
            }
        } else if (type.equals(ResourceTypes.SERVICES)) {
            matches(SERVICE_NAME, name, "metadata.name", "a DNS-1035 label must consist of lower case alphanumeric"
                    + " characters or '-', start with an alphabetic character, and end with an alphanumeric character");
        } else if (type.equals(ResourceTypes.NAMESPACES)) {
            matches(LABEL, name, "metadata.name", "a lowercase RFC 1123 label must consist of lower case alphanumeric"
                    + " characters or '-', and must start and end with an alphanumeric character");
        } else if (name.length() > 253 || !SUBDOMAIN.matcher(name).matches()) {
            causes.add(Cause.invalid("metadata.name", name, "a lowercase RFC 1123 subdomain must consist of lower case"
                    + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"));
        }
        labels("metadata.labels", Json.at(object, "metadata", "labels"));
    }

    private void matches(Pattern pattern, String value, String field, String otherwise) {
        if (!pattern.matcher(value).matches()) {
            causes.add(Cause.invalid(field, value, otherwise));
        }
    }

    private void labels(String field, JsonNode labels) {
        causes.addAll(labelCauses(field, labels));
    }

    static List<Cause> labelCauses(String field, JsonNode labels) {
        List<Cause> causes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            String key = label.getKey();
            int slash = key.indexOf('/');
            if (!LABEL_NAME.matcher(key.substring(slash + 1)).matches()
                    || (slash >= 0 && !SUBDOMAIN.matcher(key.substring(0, slash)).matches())) {
                causes.add(Cause.invalid(field, key, "name part must consist of alphanumeric characters, '-', '_' or"
                        + " '.', and must start and end with an alphanumeric character"));
            }
            if (!label.getValue().isString()) {
                causes.add(Cause.invalid(field, label.getValue(), "the value of label " + key + " must be a string"));
            } else if (!label.getValue().stringValue().isEmpty()
                    && !LABEL_NAME.matcher(label.getValue().stringValue()).matches()) {
                causes.add(Cause.invalid(field, label.getValue().stringValue(), "a valid label must be an empty string"
                        + " or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                        + " alphanumeric character, and be at most 63 characters"));
            }
        }
        return causes;
    }

    private void workload(JsonNode spec) {
        if (!spec.has("selector")) {
            causes.add(Cause.required("spec.selector", ""));
        } else {
            causes.addAll(PolicyValidation.selectorCauses("spec.selector", spec.path("selector")));
            JsonNode labels = Json.at(spec, "template", "metadata", "labels");
            if (spec.path("selector").isEmpty()) {
                causes.add(Cause.invalid("spec.selector", spec.path("selector"), "empty selector is invalid"));
            } else if (!LabelSelector.of(spec.path("selector")).matches(Json.strings(labels))) {
                causes.add(Cause.invalid("spec.template.metadata.labels", labels,
                        "`selector` does not match template `labels`"));
            }
        }
        labels("spec.template.metadata.labels", Json.at(spec, "template", "metadata", "labels"));
        pod("spec.template.spec", Json.at(spec, "template", "spec"));
    }

    private void pod(String field, JsonNode spec) {
        if (spec.path("containers").isEmpty()) {
            causes.add(Cause.required(field + ".containers", ""));
        }
        Set<String> names = new HashSet<>();
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            int index = 0;
            for (ObjectNode container : Json.objects(spec, list)) {
                String at = field + "." + list + "[" + index++ + "]";
                String name = Json.text(container, "name");
                if (name.isEmpty()) {
                    causes.add(Cause.required(at + ".name", ""));
                } else {
                    matches(LABEL, name, at + ".name", "a lowercase RFC 1123 label must consist of lower case"
                            + " alphanumeric characters or '-'");
                    if (!names.add(name)) {
                        causes.add(new Cause("FieldValueDuplicate", at + ".name", "Duplicate value: \"" + name + "\""));
                    }
                }
                if (Json.text(container, "image").isEmpty()) {
                    causes.add(Cause.required(at + ".image", ""));
                }
                containerPorts(at, container);
            }
        }
    }

    private void containerPorts(String at, ObjectNode container) {
        int index = 0;
        for (ObjectNode port : Json.objects(container, "ports")) {
            String field = at + ".ports[" + index++ + "]";
            port(field + ".containerPort", port.path("containerPort"));
            protocol(field + ".protocol", Json.text(port, "protocol"));
        }
    }

    private void port(String field, JsonNode port) {
        if (!port.isInt() || port.intValue() < 1 || port.intValue() > 65535) {
            causes.add(port.isMissingNode()
                    ? Cause.required(field, "")
                    : Cause.invalid(field, port, "must be between 1 and 65535, inclusive"));
        }
    }

    private void protocol(String field, String protocol) {
        if (!Set.of("TCP", "UDP", "SCTP").contains(protocol)) {
            causes.add(new Cause("FieldValueNotSupported", field,
                    "Unsupported value: \"" + protocol + "\": supported values: \"SCTP\", \"TCP\", \"UDP\""));
        }
    }

    private void service(JsonNode spec) {
        List<ObjectNode> ports = Json.objects(spec, "ports");
        boolean headless = Json.text(spec, "clusterIP").equals("None");
        if (ports.isEmpty() && !headless && !Json.text(spec, "type").equals("ExternalName")) {
            causes.add(Cause.required("spec.ports", ""));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            String field = "spec.ports[" + i + "]";
            String name = Json.text(ports.get(i), "name");
            if (name.isEmpty() && ports.size() > 1) {
                causes.add(Cause.required(field + ".name", ""));
            } else if (!names.add(name)) {
                causes.add(new Cause("FieldValueDuplicate", field + ".name", "Duplicate value: \"" + name + "\""));
            }
            port(field + ".port", ports.get(i).path("port"));
            protocol(field + ".protocol", Json.text(ports.get(i), "protocol"));
        }
        labels("spec.selector", spec.path("selector"));
    }
}
