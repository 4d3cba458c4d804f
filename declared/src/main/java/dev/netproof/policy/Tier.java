package dev.netproof.policy;

import java.util.List;

/**
 * The ordered policies of one API and tier that govern one direction of a pod.
 *
 * <p>Lower priority goes first, and in a policy the rule that stands first. Policies of one priority that would do
 * different things make the outcome unknown: an implementation may apply any of them.
 *
 * @see <a href="https://network-policy-api.sigs.k8s.io/api-overview/">The API's own overview</a>
 */
final class Tier {

    static final Tier EMPTY = new Tier(List.of());

    enum Outcome {
        NO_MATCH, ALLOW, DENY, PASS, UNKNOWN;

        static Outcome of(Rule.Action action) {
            return switch (action) {
                case ALLOW -> ALLOW;
                case DENY -> DENY;
                case PASS -> PASS;
            };
        }
    }

    /** Told every rule that an outcome rests on. */
    interface Witness {
        void saw(Rule rule);
    }

    /** The rules of one policy for one direction. */
    record Ranked(int priority, List<Rule> rules) {

        Ranked {
            rules = List.copyOf(rules);
        }
    }

    private final Ranked[] policies;

    /** @param policies by ascending priority */
    Tier(List<Ranked> policies) {
        this.policies = policies.toArray(Ranked[]::new);
    }

    Outcome outcome(End peer, End target, Transport transport, int port, Witness decisive) {
        int i = 0;
        while (i < policies.length) {
            int priority = policies[i].priority();
            Outcome agreed = Outcome.NO_MATCH;
            for (; i < policies.length && policies[i].priority() == priority; i++) {
                Outcome own = first(policies[i].rules(), peer, target, transport, port, decisive);
                if (agreed == Outcome.NO_MATCH) {
                    agreed = own;
                } else if (own != Outcome.NO_MATCH && own != agreed) {
                    agreed = Outcome.UNKNOWN;
                }
            }
            if (agreed != Outcome.NO_MATCH) {
                return agreed;
            }
        }
        return Outcome.NO_MATCH;
    }

    private static Outcome first(List<Rule> rules, End peer, End target, Transport transport, int port,
            Witness decisive) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.matches(peer, target, transport, port)) {
                decisive.saw(rule);
                return Outcome.of(rule.action());
            }
            if (rule.mayMatch(peer, target, transport, port)) {
                decisive.saw(rule);
                return Outcome.UNKNOWN;
            }
        }
        return Outcome.NO_MATCH;
    }
}
