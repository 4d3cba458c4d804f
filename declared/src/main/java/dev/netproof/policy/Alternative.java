package dev.netproof.policy;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.netproof.evidence.Direction;
import org.jspecify.annotations.Nullable;

/**
 * What would be declared if one policy was another, or not there.
 *
 * <p>Shares everything with the policies it was made from but what governs the pods that the one policy selects before or
 * after, so that thousands of alternatives can be asked. Immutable.
 */
public final class Alternative {

    private final Map<Direction, Replacement @Nullable []> changed = new HashMap<>();
    private final BitSet pods = new BitSet();

    /**
     * What governs some pods then.
     *
     * @param everything whether the outcome may differ for every peer; else only for those that some rule of the
     *     difference may mean
     */
    private record Replacement(RuleChain chain, boolean everything, List<Rule> difference) {

        static Replacement of(RuleChain before, RuleChain after, CompiledPolicy.Layer layer, List<Rule> rules,
                List<Rule> others) {
            boolean everything = layer != CompiledPolicy.Layer.NETWORK_POLICY
                    || before.isolating().isEmpty() != after.isolating().isEmpty();
            List<Rule> difference = Stream.concat(rules.stream().filter(rule -> lacks(others, rule)),
                    others.stream().filter(rule -> lacks(rules, rule))).toList();
            return new Replacement(after, everything, difference);
        }

        private static boolean lacks(List<Rule> rules, Rule wanted) {
            return rules.stream().noneMatch(rule -> rule.peers().equals(wanted.peers())
                    && rule.ports().equals(wanted.ports()) && rule.action() == wanted.action());
        }

        boolean mayMatterTo(End peer) {
            if (everything) {
                return true;
            }
            for (int i = 0; i < difference.size(); i++) {
                RulePeers peers = difference.get(i).peers();
                if (peers.match(peer) || peers.mayMatch(peer)) {
                    return true;
                }
            }
            return false;
        }
    }

    Alternative(PodIndex roster, EndpointResolver directory, CompiledPolicy before, @Nullable CompiledPolicy after) {
        for (Direction direction : Direction.values()) {
            changed.put(direction, changed(roster, directory, before, after, direction));
        }
    }

    /** By index in the roster, null where all stays as it is; all null if that holds of every pod. */
    private Replacement @Nullable [] changed(PodIndex roster, EndpointResolver directory, CompiledPolicy before,
            @Nullable CompiledPolicy after, Direction direction) {
        BitSet selected = subject(before, direction);
        BitSet selectedNow = after == null ? new BitSet() : subject(after, direction);
        if (selected.equals(selectedNow)
                && sameRules(before.rules(direction), after == null ? null : after.rules(direction))) {
            return null;
        }
        BitSet all = (BitSet) selected.clone();
        all.or(selectedNow);
        pods.or(all);
        Replacement[] chains = new Replacement[roster.members().size()];
        Map<RuleChain, Replacement> withPolicy = new HashMap<>();
        Map<RuleChain, Replacement> withoutPolicy = new HashMap<>();
        for (int pod = all.nextSetBit(0); pod >= 0; pod = all.nextSetBit(pod + 1)) {
            RuleChain.Governing old = before.governing(pod, direction);
            RuleChain.Governing part = after == null ? null : after.governing(pod, direction);
            chains[pod] = (part == null ? withoutPolicy : withPolicy).computeIfAbsent(directory.chain(pod, direction),
                    chain -> Replacement.of(chain, chain.replacing(before.ref(), part), before.layer(),
                            old == null ? List.of() : old.rules(), part == null ? List.of() : part.rules()));
        }
        return chains;
    }

    private static BitSet subject(CompiledPolicy policy, Direction direction) {
        return policy.rules(direction) == null ? new BitSet() : policy.subject();
    }

    private static boolean sameRules(@Nullable List<Rule> rules, @Nullable List<Rule> others) {
        if (rules == null || others == null || rules.size() != others.size()) {
            return rules == null && others == null;
        }
        for (int i = 0; i < rules.size(); i++) {
            if (!rules.get(i).peers().equals(others.get(i).peers())
                    || !rules.get(i).ports().equals(others.get(i).ports())) {
                return false;
            }
        }
        return true;
    }

    /** Whether anything else than before governs some pod of the snapshot. */
    public boolean changesAnything() {
        return !pods.isEmpty();
    }

    /** Whether something else than before governs that direction of an end: only its flows may come out differently. */
    public boolean concerns(End end, Direction direction) {
        return replacement(end, direction) != null;
    }

    /** Whether some flow between these may come out differently; if not, none does. */
    public boolean mayDiffer(End source, End destination) {
        Replacement leaving = replacement(source, Direction.EGRESS);
        Replacement entering = replacement(destination, Direction.INGRESS);
        boolean leavesOtherwise = leaving != null && leaving.mayMatterTo(destination);
        boolean entersOtherwise = entering != null && entering.mayMatterTo(source);
        return (leavesOtherwise && !(entering == null && destination.chain(Direction.INGRESS).isClosedTo(source)))
                || (entersOtherwise && !(leaving == null && source.chain(Direction.EGRESS).isClosedTo(destination)));
    }

    private @Nullable Replacement replacement(End end, Direction direction) {
        Replacement[] chains = changed.get(direction);
        return chains == null || end.pod < 0 ? null : chains[end.pod];
    }

    /**
     * What would be declared about a flow between two ends of the policies this was made from.
     *
     * @param port of the destination, 1 to 65535
     */
    public Decision decide(End source, End destination, Transport transport, int port) {
        return DeclaredPolicies.decide(source, chain(source, Direction.EGRESS), destination,
                chain(destination, Direction.INGRESS), transport, port);
    }

    /** Ports of the destination, ascending: between two of them nothing changes, before or now. */
    public SortedSet<Integer> boundaries(End source, End destination, Transport transport) {
        SortedSet<Integer> ports = new TreeSet<>();
        ports.add(RulePorts.LOWEST);
        for (RuleChain chain : List.of(source.chain(Direction.EGRESS), chain(source, Direction.EGRESS),
                destination.chain(Direction.INGRESS), chain(destination, Direction.INGRESS))) {
            for (Rule rule : chain.everyRule()) {
                rule.ports().boundaries(destination, transport, port -> {
                    if (port <= RulePorts.HIGHEST) {
                        ports.add(port);
                    }
                });
            }
        }
        return ports;
    }

    private RuleChain chain(End end, Direction direction) {
        Replacement other = replacement(end, direction);
        return other == null ? end.chain(direction) : other.chain();
    }
}
