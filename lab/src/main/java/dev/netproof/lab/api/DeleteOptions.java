package dev.netproof.lab.api;

import java.util.Optional;

import tools.jackson.databind.node.ObjectNode;

/**
 * How a deletion is to be done.
 *
 * @param graceSeconds a pod's time to end by itself; 0 removes it at once
 */
record DeleteOptions(Propagation propagation, Optional<Integer> graceSeconds, Optional<String> uid,
        Optional<String> resourceVersion, boolean dryRun) {
    static final DeleteOptions BACKGROUND = new DeleteOptions(Propagation.BACKGROUND, Optional.empty(),
            Optional.empty(), Optional.empty(), false);

    /** What happens to the objects that name the deleted one as their owner. */
    enum Propagation {
        BACKGROUND, FOREGROUND, ORPHAN
    }

    static DeleteOptions of(ObjectNode body) {
        Propagation propagation = switch (Json.text(body, "propagationPolicy")) {
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default -> Json.flag(body, "orphanDependents") ? Propagation.ORPHAN : Propagation.BACKGROUND;
        };
        String grace = Json.text(body, "gracePeriodSeconds");
        return new DeleteOptions(propagation,
                grace.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(grace)) : Optional.empty(),
                Optional.of(Json.text(body, "preconditions", "uid")).filter(text -> !text.isEmpty()),
                Optional.of(Json.text(body, "preconditions", "resourceVersion")).filter(text -> !text.isEmpty()),
                !body.path("dryRun").isEmpty());
    }
}
