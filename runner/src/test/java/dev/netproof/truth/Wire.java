package dev.netproof.truth;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.netproof.evidence.Endpoint;
import dev.netproof.probe.NcSays;
import dev.netproof.truth.Trouble.Kind;
import dev.netproof.truth.Truth.Cause;

/** Where connections of the edges' probes lead, at any moment. */
final class Wire {

    private final Schedule schedule;
    private final Scenery scenery;

    Wire(Schedule schedule, Scenery scenery) {
        this.schedule = schedule;
        this.scenery = scenery;
    }

    /**
     * A connection from a peer's probe pod.
     *
     * @param born when that pod was launched
     * @param nth tells apart those to the address of a service, which each lead to one of its pods
     */
    Truth connect(String peer, long born, Endpoint to, long at, int nth) {
        if (schedule.is(Kind.PROXY, peer, at)) {
            return new Truth(NcSays.OPEN, Cause.PROXY, at, null, false, false);
        }
        int service = Scenery.serviceAt(to.address());
        if (service >= 0) {
            return toService(peer, born, service, at, nth);
        }
        Optional<Replica> holder = schedule.replicas().stream()
                .filter(replica -> replica.address().equals(to.address()) && replica.lives(at))
                .findFirst();
        if (holder.isEmpty()) {
            return new Truth(NcSays.TIMEOUT, schedule.is(Kind.DEAD, peer, at) ? Cause.SOURCE : Cause.NOBODY, at, null,
                    false, false);
        }
        Truth truth = toPod(peer, born, holder.get(), at);
        boolean another = !Objects.equals(holder.get().uid(), to.podUid());
        return another && truth.cause() != Cause.SOURCE
                ? new Truth(truth.says(), Cause.NOBODY, at, truth.receiver(), truth.passes(),
                        truth.listening())
                : truth;
    }

    private Truth toService(String peer, long born, int service, long at, int nth) {
        List<Replica> ready = schedule.replicas().stream()
                .filter(replica -> replica.service() == service && scenery.isReady(replica, at))
                .toList();
        if (schedule.is(Kind.DEAD, peer, at)) {
            return new Truth(NcSays.TIMEOUT, Cause.SOURCE, at, null, false, false);
        }
        if (ready.isEmpty()) {
            return new Truth(NcSays.REFUSED, Cause.NO_ENDPOINT, at, null, false, false);
        }
        return toPod(peer, born, ready.get(schedule.chance(peer + service + nth, ready.size())), at);
    }

    private Truth toPod(String peer, long born, Replica target, long at) {
        boolean passes = passes(peer, born, target, at);
        boolean listening = scenery.listens(target, at) && !schedule.is(Kind.DEAD, target.name(), at);
        if (schedule.is(Kind.DEAD, peer, at)) {
            return new Truth(NcSays.TIMEOUT, Cause.SOURCE, at, target.uid(), passes, listening);
        }
        if (!passes) {
            return new Truth(schedule.engine().rejects() ? NcSays.REFUSED : NcSays.TIMEOUT, Cause.POLICY, at,
                    target.uid(), false, listening);
        }
        if (schedule.is(Kind.DEAD, target.name(), at)) {
            return new Truth(NcSays.TIMEOUT, Cause.TARGET, at, target.uid(), true, listening);
        }
        return scenery.listens(target, at) ? new Truth(NcSays.OPEN, Cause.ANSWERED, at, target.uid(), true, listening)
                : new Truth(NcSays.REFUSED, Cause.TARGET, at, target.uid(), true, listening);
    }

    private boolean passes(String peer, long born, Replica target, long at) {
        if (target.isStranger()) {
            return schedule.chance(target.name(), 2) == 0;
        }
        Engine engine = schedule.engine();
        Rule rule = Objects
                .requireNonNull(schedule.rules().get(peer + ">" + schedule.services().get(target.service())));
        if (rule.allows(at)) {
            return true;
        }
        return rule.egress() ? !engine.egress() || at < born + engine.leak()
                : !engine.ingress() || target.drifted() || at < target.born() + engine.leak();
    }
}
