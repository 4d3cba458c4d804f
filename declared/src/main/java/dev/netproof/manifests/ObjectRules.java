package dev.netproof.manifests;

import dev.netproof.manifests.Written.Mapping;
import dev.netproof.manifests.Written.Meaning;
import dev.netproof.manifests.Written.Scalar;
import dev.netproof.matrix.grammar.Names;
import dev.netproof.matrix.grammar.Quote;
import org.jspecify.annotations.Nullable;

/** What an API server asks of every object, and of the parts of pods and Services that policies speak of. */
final class ObjectRules {

    private ObjectRules() {}

    static void metadata(Mapping metadata, String path, ManifestProblems problems) {
        check(metadata.scalar("name"), Names.SUBDOMAIN, path + ".name", problems);
        check(metadata.scalar("namespace"), Names.LABEL, path + ".namespace", problems);
    }

    private static void check(@Nullable Scalar scalar, Names rule, String path,
            ManifestProblems problems) {
        if (scalar != null && scalar.type() == Meaning.TEXT) {
            rule.wrong(scalar.text()).ifPresent(wrong -> problems.add(scalar.at(),
                    path + ": " + Quote.of(scalar.text()) + " " + wrong.what(), wrong.fix()));
        }
    }

    static void containerPort(Mapping port, String path, ManifestProblems problems) {
        NetworkPolicyRules.number(port.scalar("containerPort"), path + ".containerPort", problems);
        common(port, path, problems);
    }

    static void servicePort(Mapping port, String path, ManifestProblems problems) {
        NetworkPolicyRules.number(port.scalar("port"), path + ".port", problems);
        Scalar target = port.scalar("targetPort");
        if (target != null && target.type() == Meaning.TEXT) {
            NetworkPolicyRules.portName(target, path + ".targetPort", problems);
        }
        NetworkPolicyRules.number(target, path + ".targetPort", problems);
        NetworkPolicyRules.oneOf(port.get("protocol"), NetworkPolicyRules.PROTOCOLS, path + ".protocol", "a protocol",
                problems);
    }

    private static void common(Mapping port, String path, ManifestProblems problems) {
        Scalar name = port.scalar("name");
        if (name != null && name.type() == Meaning.TEXT) {
            NetworkPolicyRules.portName(name, path + ".name", problems);
        }
        NetworkPolicyRules.oneOf(port.get("protocol"), NetworkPolicyRules.PROTOCOLS, path + ".protocol", "a protocol",
                problems);
    }
}
