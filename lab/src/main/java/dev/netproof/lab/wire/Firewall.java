package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.netproof.lab.EnforcementMode;

/**
 * The node's packet filter: one nftables table whose frame is fixed and whose content follows a {@link Ruleset}.
 *
 * <p>Not thread-safe.
 */
final class Firewall {

    /** Map from a pod's address to the chain of what may reach it. */
    static final String INGRESS = "ingress_policy";
    /** Map from a pod's address to the chain of what it may reach. */
    static final String EGRESS = "egress_policy";
    /** Chain that ends what no policy allows. */
    static final String DENIED = "denied";
    /** Map from cluster IP, protocol and port to the chain that translates. */
    static final String SERVICES = "services";
    /** Set of cluster IP, protocol and port of Services without ready endpoints. */
    static final String UNSERVED = "unserved";
    /** Set of pod address twice: a pod that reaches itself through a Service needs another source address. */
    static final String HAIRPIN = "hairpin";

    /** Set of addresses of pods without a network. */
    static final String CUT = "cut";
    /** Set of addresses of pods whose TCP connections all end at the transparent proxy. */
    static final String CAPTURED = "captured";

    private static final String TABLE = "inet netproof";

    /** Without privileges on the machine itself, nft fails on transactions of about 300 rules. */
    private static final int LINES_PER_TRANSACTION = 50;
    private static final int CHARACTERS_PER_TRANSACTION = 16_000;

    private static final String REFUSE = """
                                         meta l4proto tcp reject with tcp reset
                                         reject with icmpx type port-unreachable
                                         """;

    private final Holder holder;
    private final WireOptions options;
    private Ruleset applied = Ruleset.EMPTY;
    private boolean inDoubt = true;

    Firewall(Holder holder, WireOptions options) {
        this.holder = holder;
        this.options = options;
    }

    /** Makes the filter match the ruleset; after a failure the next call starts over from an empty one. */
    void apply(Ruleset target) throws IOException {
        if (inDoubt) {
            holder.run("the packet filter", List.of("nft", "-f", "-"), frame());
            applied = Ruleset.EMPTY;
        }
        inDoubt = true;
        for (String transaction : transactions(applied.stepsTo(target, TABLE))) {
            holder.run("the packet filter", List.of("nft", "-f", "-"), transaction);
        }
        applied = target;
        inDoubt = false;
    }

    static List<String> transactions(List<String> steps) {
        List<String> transactions = new ArrayList<>();
        StringBuilder transaction = new StringBuilder();
        int lines = 0;
        for (String step : steps) {
            if (lines == LINES_PER_TRANSACTION || transaction.length() > CHARACTERS_PER_TRANSACTION) {
                transactions.add(transaction.toString());
                transaction.setLength(0);
                lines = 0;
            }
            transaction.append(step).append('\n');
            lines++;
        }
        if (lines > 0) {
            transactions.add(transaction.toString());
        }
        return transactions;
    }

    private String frame() {
        return """
               add table %1$s
               delete table %1$s
               table %1$s {
                   map ingress_policy { type ipv4_addr : verdict; }
                   map egress_policy { type ipv4_addr : verdict; }
                   map services { type ipv4_addr . inet_proto . inet_service : verdict; }
                   set unserved { type ipv4_addr . inet_proto . inet_service; }
                   set hairpin { type ipv4_addr . ipv4_addr; }
                   set cut { type ipv4_addr; }
                   set captured { type ipv4_addr; }
                   chain refused {
               %2$s
                   }
                   chain denied {
               %3$s
                   }
                   chain forward {
                       type filter hook forward priority filter; policy accept;
                       ip saddr @cut drop
                       ip daddr @cut drop
                       ct state established,related accept
                       ip saddr @captured ip daddr %5$s accept
                       ip daddr . meta l4proto . th dport @unserved goto refused
               %7$s
                       ip saddr vmap @egress_policy
                       ip daddr vmap @ingress_policy
                   }
                   chain input {
                       type filter hook input priority filter; policy accept;
               %8$s
                   }
                   chain output {
                       type filter hook output priority filter; policy accept;
                       ip daddr . meta l4proto . th dport @unserved goto refused
               %9$s
                   }
                   chain translate_forwarded {
                       type nat hook prerouting priority dstnat; policy accept;
                       ip saddr @captured meta l4proto tcp dnat ip to %5$s:%6$d
                       ip daddr . meta l4proto . th dport vmap @services
                   }
                   chain translate_own {
                       type nat hook output priority -100; policy accept;
                       ip daddr . meta l4proto . th dport vmap @services
                   }
                   chain translate_source {
                       type nat hook postrouting priority srcnat; policy accept;
                       ct status dnat ip saddr . ip daddr @hairpin snat ip to %4$s
                   }
               }
               """.formatted(TABLE, REFUSE, denial(options.mode()), options.firstNode().address(),
                FaultRules.PROXY_ADDRESS, FaultRules.PROXY_PORT, NodeRules.forward(options.nodes()),
                NodeRules.input(options.nodes()), NodeRules.output(options.nodes()));
    }

    private static String denial(EnforcementMode mode) {
        return switch (mode) {
            case DROP -> "drop";
            case REJECT -> REFUSE;
            case NONE -> "accept";
        };
    }
}
