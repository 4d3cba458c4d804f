package dev.netproof.evidence.text;

import java.util.List;

import dev.netproof.evidence.Control;
import dev.netproof.evidence.Declared;
import dev.netproof.evidence.Difference;
import dev.netproof.evidence.Endpoint;
import dev.netproof.evidence.Finding;
import dev.netproof.evidence.Grounds;
import dev.netproof.evidence.NearestRule;
import dev.netproof.evidence.Party;
import dev.netproof.evidence.Place;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.Side;

/**
 * What people read of places, sides, rules, differences, controls and findings. Another wording changes what people read, and nothing else: no
 * filter, group, key or name of a report may come from it.
 */
public interface Wording {

    /** The one that is spoken. */
    Wording ENGLISH = new English();

    /** {@code pod payments/api-0}, {@code service payments/api}, {@code deployment payments/api}. */
    String place(Place place);

    /** {@code deployment/checkout-api in shop}: whose identity the edge's source has. */
    String source(Party source);

    /** {@code service payments/api via proxy}. */
    String target(Party target);

    /** {@code pod payments/api-0 at 10.1.2.3:8080/TCP}; an address speaks for itself. */
    String endpoint(Endpoint endpoint);

    /** {@code ingress of pod payments/api-0}. */
    String side(Side side);

    /** {@code egress of shop/checkout and ingress of pod payments/api-0}; empty when there is none. */
    String sides(List<Side> sides);

    /** {@code label of pod shop/checkout is app=checkout, the rule wants app=shop}. */
    String difference(Difference difference);

    /** In one line: the rule, and what differs. */
    String nearest(NearestRule nearest);

    /** Which rules deny expressly, and what else is to be said of a path. */
    List<String> remarks(Declared declared);

    /** {@code NetworkPolicy shop/default-deny was deleted while probing.} */
    String change(PolicyChange change);

    /** What was found, one sentence in a newcomer's words. */
    String message(Finding finding);

    /** What to look at next; empty when there is nothing to do. */
    String advice(Finding finding);

    /** {@code 10.1.2.3:8080/TCP}, or the name of a probe pod. */
    String subject(Control.Subject subject);

    /** Who proved a control, or why nothing did; a clause. */
    String grounds(Grounds grounds);
}
