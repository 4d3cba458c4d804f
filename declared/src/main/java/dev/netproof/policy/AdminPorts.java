package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Reads the ports of rules for administrators, each API in its own spelling. */
final class AdminPorts {

    private AdminPorts() {}

    /** Of v1alpha1: {@code portNumber}, {@code portRange} or {@code namedPort}. */
    static RulePorts ofPorts(List<Spec> ports) throws UnreadablePolicyException {
        List<RulePorts.Entry> entries = new ArrayList<>();
        for (Spec port : ports) {
            Spec number = port.child("portNumber");
            Spec range = port.child("portRange");
            if (port.names().size() != 1) {
                throw new UnreadablePolicyException("has a port with other than one field: " + port.names());
            } else if (number != null) {
                entries.add(span(number, "port", "port"));
            } else if (range != null) {
                entries.add(span(range, "start", "end"));
            } else if (port.has("namedPort")) {
                entries.add(new RulePorts.Entry.Named(null, port.text("namedPort")));
            } else {
                throw new UnreadablePolicyException("has a port with the unknown field " + port.names());
            }
        }
        return entries.isEmpty() ? RulePorts.ALL : new RulePorts(entries);
    }

    private static RulePorts.Entry span(Spec port, String first, String last) throws UnreadablePolicyException {
        Transport transport = NetworkPolicyCompiler.transport(port.has("protocol") ? port.text("protocol") : null);
        return NetworkPolicyCompiler.span(transport, port.number(first), port.number(last));
    }

    /** Of v1alpha2 and later: {@code tcp}, {@code udp}, {@code sctp} or {@code destinationNamedPort}. */
    static RulePorts ofProtocols(List<Spec> protocols) throws UnreadablePolicyException {
        List<RulePorts.Entry> entries = new ArrayList<>();
        for (Spec protocol : protocols) {
            if (protocol.names().size() != 1) {
                throw new UnreadablePolicyException("has a protocol with other than one field: " + protocol.names());
            }
            String name = protocol.names().iterator().next();
            entries.add(name.equals("destinationNamedPort") ? new RulePorts.Entry.Named(null, protocol.text(name))
                    : ofTransport(name, protocol.child(name)));
        }
        return entries.isEmpty() ? RulePorts.ALL : new RulePorts(entries);
    }

    private static RulePorts.Entry ofTransport(String name, @Nullable Spec match) throws UnreadablePolicyException {
        if (!name.equals(name.toLowerCase(Locale.ROOT)) || match == null) {
            throw new UnreadablePolicyException("has the unknown protocol '" + name + "'");
        }
        Transport transport = NetworkPolicyCompiler.transport(name.toUpperCase(Locale.ROOT));
        Spec port = match.child("destinationPort");
        if (port == null) {
            return new RulePorts.Entry.Span(transport, RulePorts.LOWEST, RulePorts.HIGHEST);
        }
        Spec range = port.child("range");
        return range == null
                ? NetworkPolicyCompiler.span(transport, port.number("number"), port.number("number"))
                : NetworkPolicyCompiler.span(transport, range.number("start"), range.number("end"));
    }
}
