package dev.netproof.policy;

import java.util.List;

import dev.netproof.evidence.PolicyRef;
import dev.netproof.evidence.RuleRef;

/**
 * What policies declare about one side of a flow.
 *
 * <p>{@code isolating} names every NetworkPolicy that selects the pod for this direction, in the order of namespace and
 * name, whether or not they came to a say.
 */
public sealed interface SideVerdict {

    List<PolicyRef> isolating();

    Decision decision();

    /**
     * It may pass.
     *
     * @param allowing every rule that lets the flow pass; empty where nothing restricts this side
     * @param remarks facts about the flow that make an engine's answer less sure than the API's
     */
    record Allowed(List<PolicyRef> isolating, List<RuleRef> allowing, List<String> remarks) implements SideVerdict {

        public Allowed {
            isolating = List.copyOf(isolating);
            allowing = List.copyOf(allowing);
            remarks = List.copyOf(remarks);
        }

        @Override
        public Decision decision() {
            return Decision.ALLOWED;
        }
    }

    /**
     * It may not pass.
     *
     * @param denying rules that deny expressly; empty where isolating policies just allow nothing of the kind
     */
    record Denied(List<PolicyRef> isolating, List<RuleRef> denying) implements SideVerdict {

        public Denied {
            isolating = List.copyOf(isolating);
            denying = List.copyOf(denying);
        }

        @Override
        public Decision decision() {
            return Decision.DENIED;
        }
    }

    /**
     * Policies don't settle it.
     *
     * @param reasons why, in sentences
     */
    record Unknown(List<PolicyRef> isolating, List<String> reasons) implements SideVerdict {

        public Unknown {
            isolating = List.copyOf(isolating);
            reasons = List.copyOf(reasons);
        }

        @Override
        public Decision decision() {
            return Decision.UNKNOWN;
        }
    }
}
