package dev.netproof.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.netproof.coverage.Draft.Part;
import dev.netproof.evidence.Direction;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlockBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;

/** A kind of mistake in a NetworkPolicy. */
sealed interface Operator {

    /** Every place where it can be made. */
    List<Mistake> in(Draft policy);

    /**
     * One place.
     *
     * @param words where it is and what it is: {@code ingress[0].from[1] removed}
     */
    record Mistake(String words, NetworkPolicy policy) {}

    /** A direction is no longer isolated. A policy of one direction would be no policy without it. */
    record DirectionRemoved() implements Operator {

        @Override
        public List<Mistake> in(Draft policy) {
            return policy.directions().size() < 2 ? List.of() : policy.directions().stream()
                    .map(direction -> new Mistake("policyTypes without " + direction.word(),
                            policy.without(direction)))
                    .toList();
        }
    }

    /** A rule is missing; what it isolates stays isolated. */
    record RuleRemoved() implements Operator {

        @Override
        public List<Mistake> in(Draft policy) {
            List<Mistake> mistakes = new ArrayList<>();
            for (Place place : Place.of(policy)) {
                mistakes.add(new Mistake(place + " removed", policy.withRules(place.direction(),
                        Draft.without(policy.rules(place.direction()), place.index()))));
            }
            return mistakes;
        }
    }

    /** A peer is missing. A rule without its last peer means every peer there is. */
    record PeerRemoved() implements Operator {

        @Override
        public List<Mistake> in(Draft policy) {
            List<Mistake> mistakes = new ArrayList<>();
            for (Place place : Place.of(policy)) {
                List<NetworkPolicyPeer> peers = place.part().peers();
                for (int i = 0; i < peers.size(); i++) {
                    int peer = i;
                    String words = peers.size() == 1 ? place.peers() + " emptied: any peer"
                            : place.peer(i) + " removed";
                    mistakes.add(new Mistake(words, policy.withRule(place.direction(), place.index(),
                            part -> part.withPeers(Draft.without(part.peers(), peer)))));
                }
            }
            return mistakes;
        }
    }

    /** A peer means more than it should. */
    record PeerWidened() implements Operator {

        @Override
        public List<Mistake> in(Draft policy) {
            List<Mistake> mistakes = new ArrayList<>();
            for (Place place : Place.of(policy)) {
                for (int i = 0; i < place.part().peers().size(); i++) {
                    int index = i;
                    wider(place.part().peers().get(i)).forEach(wider -> mistakes
                            .add(new Mistake(place.peer(index) + " widened: " + wider.words(),
                                    policy.withRule(place.direction(), place.index(),
                                            part -> part.withPeers(
                                                    Draft.with(part.peers(), index, wider.peer()))))));
                }
            }
            return mistakes;
        }

        private record Wider(String words, NetworkPolicyPeer peer) {}

        private static List<Wider> wider(NetworkPolicyPeer peer) {
            List<Wider> wider = new ArrayList<>();
            if (peer.getIpBlock() != null) {
                List<String> except = Objects.requireNonNullElse(peer.getIpBlock().getExcept(), List.of());
                for (int i = 0; i < except.size(); i++) {
                    IPBlock block = new IPBlockBuilder(peer.getIpBlock()).withExcept(Draft.without(except, i)).build();
                    wider.add(new Wider("without except " + except.get(i), new NetworkPolicyPeerBuilder(peer)
                            .withIpBlock(block).build()));
                }
                return wider;
            }
            // Without a namespaceSelector it means its own namespace.
            if (peer.getNamespaceSelector() == null || !Selectors.isEmpty(peer.getNamespaceSelector())) {
                wider.add(new Wider("any namespace", new NetworkPolicyPeerBuilder(peer)
                        .withNamespaceSelector(new LabelSelector()).build()));
            }
            if (!Selectors.isEmpty(peer.getPodSelector())) {
                wider.add(new Wider("any pod", new NetworkPolicyPeerBuilder(peer)
                        .withPodSelector(new LabelSelector()).build()));
            }
            Selectors.loosened(peer.getNamespaceSelector()).forEach((lacking, selector) -> wider
                    .add(new Wider("namespaceSelector without " + lacking, new NetworkPolicyPeerBuilder(peer)
                            .withNamespaceSelector(selector).build())));
            Selectors.loosened(peer.getPodSelector()).forEach((lacking, selector) -> wider
                    .add(new Wider("podSelector without " + lacking, new NetworkPolicyPeerBuilder(peer)
                            .withPodSelector(selector).build())));
            return wider;
        }
    }

    /** A port is missing. That of the last one is {@link PortsWidened}. */
    record PortRemoved() implements Operator {

        @Override
        public List<Mistake> in(Draft policy) {
            List<Mistake> mistakes = new ArrayList<>();
            for (Place place : Place.of(policy)) {
                int ports = place.part().ports().size();
                for (int i = 0; ports > 1 && i < ports; i++) {
                    int port = i;
                    mistakes.add(new Mistake(place + ".ports[" + i + "] removed",
                            policy.withRule(place.direction(), place.index(),
                                    part -> part.withPorts(Draft.without(part.ports(), port)))));
                }
            }
            return mistakes;
        }
    }

    /** A rule without ports means every port. */
    record PortsWidened() implements Operator {

        @Override
        public List<Mistake> in(Draft policy) {
            List<Mistake> mistakes = new ArrayList<>();
            for (Place place : Place.of(policy)) {
                if (!place.part().ports().isEmpty()) {
                    mistakes.add(new Mistake(place + ".ports emptied: all ports", policy.withRule(place.direction(),
                            place.index(), part -> part.withPorts(List.of()))));
                }
            }
            return mistakes;
        }
    }

    /** It selects more pods than it should. */
    record SubjectWidened() implements Operator {

        @Override
        public List<Mistake> in(Draft policy) {
            List<Mistake> mistakes = new ArrayList<>();
            if (!Selectors.isEmpty(policy.podSelector())) {
                mistakes.add(new Mistake("podSelector widened: every pod",
                        policy.withPodSelector(new LabelSelector())));
            }
            Selectors.loosened(policy.podSelector()).forEach((lacking, selector) -> mistakes
                    .add(new Mistake("podSelector widened: without " + lacking, policy.withPodSelector(selector))));
            return mistakes;
        }
    }

    /**
     * It selects fewer pods than it should.
     *
     * @param labels that some of the pods which a policy selects carry, and others don't
     */
    record SubjectNarrowed(Function<Draft, List<Label>> labels) implements Operator {

        @Override
        public List<Mistake> in(Draft policy) {
            return labels.apply(policy).stream()
                    .map(label -> new Mistake("podSelector narrowed: not " + label.key() + "=" + label.value(),
                            policy.withPodSelector(
                                    Selectors.sparing(policy.podSelector(), label.key(), label.value()))))
                    .toList();
        }
    }

    /** What tells pods apart. */
    record Label(String key, String value) {}

    /**
     * A rule in its policy.
     *
     * @param index from 0
     */
    record Place(Direction direction, int index, Part part) {

        static List<Place> of(Draft policy) {
            List<Place> places = new ArrayList<>();
            for (Direction direction : Direction.values()) {
                for (Part part : policy.rules(direction)) {
                    int index = (int) places.stream().filter(place -> place.direction == direction).count();
                    places.add(new Place(direction, index, part));
                }
            }
            return places;
        }

        String peers() {
            return this + switch (direction) {
                case INGRESS -> ".from";
                case EGRESS -> ".to";
            };
        }

        String peer(int peer) {
            return peers() + "[" + peer + "]";
        }

        @Override
        public String toString() {
            return direction.word() + "[" + index + "]";
        }
    }
}
