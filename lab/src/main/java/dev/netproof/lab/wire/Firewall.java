package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.netproof.lab.network.EnforcementMode;

/**
 * The node's packet filter: one nftables table whose frame is fixed and whose content follows a {@link Ruleset}.
 *
 * <p>Its maps and sets are of IPv4; each has a twin for IPv6, see {@link Layer3#twin}.
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
    /** Set of addresses of pods that can start nothing. */
    static final String MUTE = "mute";
    /** Set of addresses of pods to which nothing can be started. */
    static final String DEAF = "deaf";
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
               %2$s
                   chain refused {
               %3$s
                   }
                   chain denied {
               %4$s
                   }
                   chain forward {
                       type filter hook forward priority filter; policy accept;
               %5$s
                       ct state established,related accept
               %6$s
                   }
                   chain input {
                       type filter hook input priority filter; policy accept;
               %7$s
                   }
                   chain output {
                       type filter hook output priority filter; policy accept;
               %8$s
                   }
                   chain translate_forwarded {
                       type nat hook prerouting priority dstnat; policy accept;
               %9$s
                   }
                   chain translate_own {
                       type nat hook output priority -100; policy accept;
               %10$s
                   }
                   chain translate_source {
                       type nat hook postrouting priority srcnat; policy accept;
               %11$s
                   }
               }
               """.formatted(TABLE, forEach("""
                                            map ingress_policy%1$s { type %2$s : verdict; }
                                            map egress_policy%1$s { type %2$s : verdict; }
                                            map services%1$s { type %2$s . inet_proto . inet_service : verdict; }
                                            set unserved%1$s { type %2$s . inet_proto . inet_service; }
                                            set hairpin%1$s { type %2$s . %2$s; }
                                            set cut%1$s { type %2$s; }
                                            set mute%1$s { type %2$s; }
                                            set deaf%1$s { type %2$s; }
                                            set captured%1$s { type %2$s; }
                                            """),
                REFUSE, denial(options.mode()), faults(),
                forEach("""
                        %3$s saddr @captured%1$s %3$s daddr %5$s accept
                        %3$s daddr . meta l4proto . th dport @unserved%1$s goto refused
                        """) + NodeRules.forward(options) + forEach("""
                                                                    %3$s saddr vmap @egress_policy%1$s
                                                                    %3$s daddr vmap @ingress_policy%1$s
                                                                    """),
                NodeRules.neighbours(options) + faults() + NodeRules.input(options),
                NodeRules.neighbours(options) + faults()
                        + forEach("%3$s daddr . meta l4proto . th dport @unserved%1$s goto refused\n")
                        + NodeRules.output(options),
                forEach("""
                        %3$s saddr @captured%1$s meta l4proto tcp dnat %3$s to %6$s:%7$d
                        %3$s daddr . meta l4proto . th dport vmap @services%1$s
                        """),
                forEach("%3$s daddr . meta l4proto . th dport vmap @services%1$s\n"),
                forEach("ct status dnat %3$s saddr . %3$s daddr @hairpin%1$s snat %3$s to %4$s\n"));
    }

    /** Before anything is allowed, on every way: between pods, and between a pod and its node. */
    private String faults() {
        return forEach("""
                       %3$s saddr @cut%1$s drop
                       %3$s daddr @cut%1$s drop
                       ct direction original %3$s saddr @mute%1$s drop
                       ct direction original %3$s daddr @deaf%1$s drop
                       """);
    }

    /** The lines once for each family of addresses, which share no map and no set. */
    private String forEach(String lines) {
        return options.firstNode().addresses().stream().map(node -> {
            Layer3 layer3 = Layer3.of(node);
            String proxy = FaultRules.proxyAddress(layer3);
            return lines.formatted(layer3.twin(""), layer3.type(), layer3.word(), node, proxy, layer3.beforePort(proxy),
                    FaultRules.PROXY_PORT);
        }).collect(Collectors.joining());
    }

    private static String denial(EnforcementMode mode) {
        return switch (mode) {
            case DROP -> "drop";
            case REJECT -> REFUSE;
            case NONE -> "accept";
        };
    }
}
