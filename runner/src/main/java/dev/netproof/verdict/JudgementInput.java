package dev.netproof.verdict;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.netproof.control.Proof;
import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Listener;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.TargetChange;
import dev.netproof.matrix.Edge;

/**
 * All that is known of one edge when it is judged.
 *
 * @param attempts in the order of their rounds, at least one
 * @param idle endpoints that take no traffic now: they may leak, but owe nobody an answer
 * @param gone endpoints whose pod went away while it was probed, with what became of it
 * @param taken endpoints that are gone and whose address another pod has by now, which may be who answered there
 * @param proofs what backs the last attempt at an endpoint that was closed
 * @param declared what policies say; an endpoint that is missing was not evaluated
 * @param answered endpoints that another source got an answer of
 * @param source whether the source's network worked at its last attempt
 * @param negative whether a connection to where nothing is came about
 * @param enforcement whether this cluster was seen to enforce a policy
 * @param unsettled which policies about the edge changed after its last attempt
 */
public record JudgementInput(Edge edge, List<Attempt> attempts, Set<Listener> idle, Map<Listener, TargetChange> gone,
        Set<Listener> taken,
        Map<Listener, Proof> proofs, Map<Listener, Declared> declared, Set<Listener> answered, Control source,
        Control negative, Control enforcement, List<PolicyChange> unsettled) {

    public JudgementInput {
        attempts = List.copyOf(attempts);
        idle = Set.copyOf(idle);
        gone = Map.copyOf(gone);
        taken = Set.copyOf(taken);
        proofs = Map.copyOf(proofs);
        declared = Map.copyOf(declared);
        answered = Set.copyOf(answered);
        unsettled = List.copyOf(unsettled);
    }

    Declared declared(Endpoint endpoint) {
        Declared known = declared.get(endpoint.listener());
        return known == null ? Declared.unknown(endpoint.listener(), "policies were not evaluated") : known;
    }

    /** Whether something near the source accepts every connection, or may for all that is known. */
    boolean isMistrusted() {
        return !negative.proved();
    }

    boolean isIdle(Endpoint endpoint) {
        return idle.contains(endpoint.listener());
    }

    boolean isTaken(Endpoint endpoint) {
        return taken.contains(endpoint.listener());
    }

    boolean isGone(Endpoint endpoint) {
        return gone.containsKey(endpoint.listener());
    }

    /** What became of the pod behind an endpoint that is gone. */
    TargetChange change(Endpoint endpoint) {
        return Objects.requireNonNull(gone.get(endpoint.listener()));
    }
}
