package dev.netproof.evidence;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** One thing that keeps a rule from allowing a path. */
public sealed interface Difference {

    /**
     * A label of the peer's pod.
     *
     * @param of the pod
     * @param value of the label that the rule asks for; null where the pod lacks it
     */
    record Label(Place of, @Nullable String value, LabelRequirement requirement) implements Difference {}

    /**
     * A label of the peer's namespace.
     *
     * @param value of the label that the rule asks for; null where the namespace lacks it
     */
    record NamespaceLabel(String namespace, @Nullable String value,
            LabelRequirement requirement) implements Difference {}

    /**
     * The peer's namespace: a {@code podSelector} alone means pods of the policy's own.
     *
     * @param of the pod
     * @param policyNamespace the only one that the rule means
     */
    record Namespace(Place of, String policyNamespace) implements Difference {}

    /**
     * The peer's address.
     *
     * @param of whose it is
     * @param address null where it is not known yet
     * @param except ranges that the rule leaves out of its own
     */
    record Address(Place of, @Nullable String address, String cidr, List<String> except) implements Difference {
        public Address {
            except = List.copyOf(except);
        }
    }

    /** What the peer is: selectors mean pods, and nothing else. */
    record Peer(Place peer) implements Difference {}

    /**
     * The port, or the protocol and with it the port.
     *
     * @param kind whether the rule has ports of this protocol
     * @param protocol of the path, as policies spell it
     * @param port of the path
     * @param on the target, which gives names of ports their numbers
     * @param allowed the ports of the rule
     */
    record Port(Kind kind, String protocol, int port, Place on, List<WantedPort> allowed) implements Difference {

        /** Which of the two differs. */
        public enum Kind {
            PORT, PROTOCOL
        }

        public Port {
            allowed = List.copyOf(allowed);
        }
    }
}
