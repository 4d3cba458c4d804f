package dev.netproof.lab.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.netproof.lab.api.ApiError.Cause;
import dev.netproof.lab.network.Cidr;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The API server's checks of a NetworkPolicy. */
final class PolicyValidation {

    private final List<Cause> causes = new ArrayList<>();

    private PolicyValidation() {}

    static List<Cause> causes(JsonNode spec) {
        PolicyValidation checks = new PolicyValidation();
        checks.causes.addAll(selectorCauses("spec.podSelector", spec.path("podSelector")));
        checks.direction(spec, "ingress", "from");
        checks.direction(spec, "egress", "to");
        int index = 0;
        for (JsonNode direction : spec.path("policyTypes")) {
            if (!Set.of("Ingress", "Egress").contains(Json.text(direction))) {
                checks.causes.add(new Cause("FieldValueNotSupported", "spec.policyTypes[" + index + "]",
                        "Unsupported value: " + direction + ": supported values: \"Egress\", \"Ingress\""));
            }
            index++;
        }
        return checks.causes;
    }

    private void direction(JsonNode spec, String direction, String peers) {
        int ruleIndex = 0;
        for (ObjectNode rule : Json.objects(spec, direction)) {
            String at = "spec." + direction + "[" + ruleIndex++ + "]";
            int index = 0;
            for (ObjectNode port : Json.objects(rule, "ports")) {
                port(at + ".ports[" + index++ + "]", port);
            }
            index = 0;
            for (ObjectNode peer : Json.objects(rule, peers)) {
                peer(at + "." + peers + "[" + index++ + "]", peer);
            }
        }
    }

    private void port(String at, ObjectNode port) {
        JsonNode number = port.path("port");
        if (number.isInt() && (number.intValue() < 1 || number.intValue() > 65535)) {
            causes.add(Cause.invalid(at + ".port", number, "must be between 1 and 65535, inclusive"));
        }
        if (!Set.of("TCP", "UDP", "SCTP").contains(Json.text(port, "protocol"))) {
            causes.add(new Cause("FieldValueNotSupported", at + ".protocol", "Unsupported value: \""
                    + Json.text(port, "protocol") + "\": supported values: \"SCTP\", \"TCP\", \"UDP\""));
        }
        if (port.hasNonNull("endPort")) {
            if (!number.isInt()) {
                causes.add(number.isString()
                        ? Cause.invalid(at + ".endPort", port.get("endPort"),
                                "may not be specified when `port` is non-numeric")
                        : Cause.invalid(at + ".endPort", port.get("endPort"),
                                "may not be specified when `port` is not specified"));
            } else if (Json.number(port, 0, "endPort") < number.intValue()) {
                causes.add(
                        Cause.invalid(at + ".endPort", port.get("endPort"), "must be greater than or equal to `port`"));
            }
        }
    }

    private void peer(String at, ObjectNode peer) {
        boolean selects = peer.hasNonNull("podSelector") || peer.hasNonNull("namespaceSelector");
        if (peer.path("ipBlock") instanceof ObjectNode block) {
            if (selects) {
                causes.add(Cause.forbidden(at, "may not specify both ipBlock and another peer"));
            }
            block(at + ".ipBlock", block);
        } else if (!selects) {
            causes.add(Cause.required(at, "must specify a peer"));
        }
        causes.addAll(selectorCauses(at + ".podSelector", peer.path("podSelector")));
        causes.addAll(selectorCauses(at + ".namespaceSelector", peer.path("namespaceSelector")));
    }

    private void block(String at, ObjectNode block) {
        String cidr = Json.text(block, "cidr");
        if (!isCidr(cidr)) {
            causes.add(Cause.invalid(at + ".cidr", cidr, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or"
                    + " 2001:db8::/64)"));
            return;
        }
        int index = 0;
        for (JsonNode except : block.path("except")) {
            String field = at + ".except[" + index++ + "]";
            if (!isCidr(Json.text(except))) {
                causes.add(Cause.invalid(field, Json.text(except), "must be a valid CIDR value, (e.g. 10.9.8.0/24 or"
                        + " 2001:db8::/64)"));
            } else if (!within(cidr, Json.text(except))) {
                causes.add(Cause.invalid(field, Json.text(except), "must be a strict subset of `cidr`"));
            }
        }
    }

    private static boolean isCidr(String text) {
        try {
            Cidr.parse(text);
            return text.contains("/");
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean within(String outer, String inner) {
        Cidr wide = Cidr.parse(outer);
        Cidr narrow = Cidr.parse(inner);
        return wide.contains(narrow) && narrow.bits() > wide.bits();
    }

    static List<Cause> selectorCauses(String field, JsonNode selector) {
        List<Cause> causes = new ArrayList<>(
                Validation.labelCauses(field + ".matchLabels", selector.path("matchLabels")));
        int index = 0;
        for (ObjectNode expression : Json.objects(selector, "matchExpressions")) {
            String at = field + ".matchExpressions[" + index++ + "]";
            boolean none = expression.path("values").isEmpty();
            switch (Json.text(expression, "operator")) {
                case "In", "NotIn" -> {
                    if (none) {
                        causes.add(Cause.required(at + ".values", "must be specified when `operator` is 'In' or"
                                + " 'NotIn'"));
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (!none) {
                        causes.add(Cause.forbidden(at + ".values", "may not be specified when `operator` is 'Exists' or"
                                + " 'DoesNotExist'"));
                    }
                }
                default -> causes.add(Cause.invalid(at + ".operator", Json.text(expression, "operator"),
                        "not a valid selector operator"));
            }
        }
        return causes;
    }
}
