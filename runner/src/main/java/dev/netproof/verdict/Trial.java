package dev.netproof.verdict;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.matrix.Edge;

/**
 * All that is known of one edge when it is judged.
 *
 * @param attempts in the order of their rounds, at least one
 * @param idle tuples of endpoints that take no traffic now: they may leak, but owe nobody an answer
 * @param targets by tuple, what backs a closed endpoint
 * @param declared by tuple, what policies say; a tuple that is missing was not evaluated
 * @param source whether the source's network works
 * @param negative whether nothing near the source accepts every connection
 */
public record Trial(Edge edge, List<Attempt> attempts, Set<String> idle, Map<String, TargetControl> targets,
        Map<String, Declared> declared, Control source, Control negative) {

    public Trial {
        attempts = List.copyOf(attempts);
        idle = Set.copyOf(idle);
        targets = Map.copyOf(targets);
        declared = Map.copyOf(declared);
    }

    Declared declared(String tuple) {
        Declared known = declared.get(tuple);
        return known == null ? Declared.unknown(tuple, "policies were not evaluated") : known;
    }
}
