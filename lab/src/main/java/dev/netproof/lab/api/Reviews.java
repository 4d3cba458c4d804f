package dev.netproof.lab.api;

import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.node.ObjectNode;

/** Answers who the client is and what it may do: everything. The lab has no authorisation. */
final class Reviews {
    private static final Map<String, Map<String, String>> KINDS = Map.of("authorization.k8s.io",
            Map.of("selfsubjectaccessreviews", "SelfSubjectAccessReview", "selfsubjectrulesreviews",
                    "SelfSubjectRulesReview", "subjectaccessreviews", "SubjectAccessReview"),
            "authentication.k8s.io", Map.of("selfsubjectreviews", "SelfSubjectReview"));

    private Reviews() {}

    /** The kinds of a group by plural. */
    static Map<String, String> kinds(String group) {
        return KINDS.getOrDefault(group, Map.of());
    }

    /** The filled-in review, or empty if the path is none of a review. */
    static Optional<Answer> answer(ApiPath path, ApiRequest request) {
        String kind = kinds(path.group()).get(path.plural());
        if (kind == null || !path.version().equals("v1") || !request.method().equals("POST")) {
            return Optional.empty();
        }
        ObjectNode review = ResourceRequests.body(request);
        review.put("apiVersion", path.group() + "/v1").put("kind", kind);
        ObjectNode status = review.putObject("status");
        switch (kind) {
            case "SelfSubjectReview" -> {
                ObjectNode user = status.putObject("userInfo").put("username", "netproof-lab");
                user.putArray("groups").add("system:masters").add("system:authenticated");
            }
            case "SelfSubjectRulesReview" -> {
                status.put("incomplete", false);
                ObjectNode rule = status.putArray("resourceRules").addObject();
                for (String field : new String[]{"verbs", "apiGroups", "resources"}) {
                    rule.putArray(field).add("*");
                }
                status.putArray("nonResourceRules");
            }
            default -> status.put("allowed", true).put("reason", "the lab allows everything");
        }
        return Optional.of(Answer.created(review));
    }
}
