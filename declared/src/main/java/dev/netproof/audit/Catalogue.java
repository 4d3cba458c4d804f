package dev.netproof.audit;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.netproof.evidence.AuditRuleText;
import dev.netproof.evidence.Direction;

/** Every rule there is. */
public final class Catalogue {

    private static final List<AuditRule> RULES = List.of(new Unreadable(), new AllowsEverything(), new OrForAnd(),
            new DnsEgress(), new NoDefaultDeny(Direction.INGRESS), new NoDefaultDeny(Direction.EGRESS),
            new EmptySelectorAllows(), new AllowsEveryNamespace(), new SelectsNoPod(), new PeerSelectsNothing(),
            new NamedPortMissing(), new BlockCoversCluster(), new ServiceHalfSelected(), new LabelDrift(),
            new HostNetwork(), new RuleWithoutPorts(), new TrustsFreeLabel(), new AddsNothing(), new NotInAMatrix(),
            new SuppressionsInForce(true), new SuppressionsInForce(false), new NotEvaluated());

    private static final Set<String> IDS = RULES.stream().map(rule -> rule.text().id())
            .collect(Collectors.toUnmodifiableSet());

    private Catalogue() {}

    static List<AuditRule> rules() {
        return RULES;
    }

    static Set<String> ids() {
        return IDS;
    }

    /** What each rule looks for, the gravest first. */
    public static List<AuditRuleText> texts() {
        return RULES.stream().map(AuditRule::text).toList();
    }
}
