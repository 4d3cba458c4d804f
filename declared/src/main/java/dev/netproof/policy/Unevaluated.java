package dev.netproof.policy;

import java.util.Optional;

import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.Position;

/**
 * Something that may say who reaches whom, and that is not evaluated.
 *
 * @param reason a sentence
 * @param position empty if no file has it, or nobody has looked it up
 */
public record Unevaluated(PolicyRef object, String reason, Optional<Position> position) {

    static Unevaluated of(PolicyRef policy, String reason) {
        return new Unevaluated(policy, reason, Optional.empty());
    }
}
