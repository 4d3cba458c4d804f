package dev.netproof.lab.api;

import tools.jackson.databind.node.ObjectNode;

/** What a list, a watch or a deletion of many is restricted to. */
record ListFilter(LabelSelector labels, FieldSelector fields) {

    static ListFilter of(ApiRequest request) {
        return new ListFilter(LabelSelector.parse(request.parameter("labelSelector")),
                FieldSelector.parse(request.parameter("fieldSelector")));
    }

    boolean matches(ObjectNode object) {
        return labels.matches(object) && fields.matches(object);
    }
}
