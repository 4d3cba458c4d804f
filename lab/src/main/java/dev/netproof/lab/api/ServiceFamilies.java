package dev.netproof.lab.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.netproof.lab.api.ApiError.Cause;
import dev.netproof.lab.network.IpFamily;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides the address families of Services, and refuses what the cluster does not have.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/dual-stack/">IPv4/IPv6 dual-stack</a>
 */
final class ServiceFamilies {
    private static final String SINGLE = "SingleStack";
    private static final String REQUIRED = "RequireDualStack";
    private static final String NONE = "None";

    private final List<IpFamily> families;
    private final Function<IpFamily, String> addresses;

    /** @param addresses hands out a cluster IP of a family */
    ServiceFamilies(List<IpFamily> families, Function<IpFamily, String> addresses) {
        this.families = List.copyOf(families);
        this.addresses = addresses;
    }

    /**
     * Fills in {@code ipFamilyPolicy}, {@code ipFamilies}, {@code clusterIP} and {@code clusterIPs}.
     *
     * @throws ApiError 422 if they contradict each other or the cluster
     */
    void fill(ObjectNode service) {
        ObjectNode spec = Json.child(service, "spec");
        List<Cause> causes = new ArrayList<>();
        List<String> given = texts(spec.path("clusterIPs"));
        if (given.isEmpty() && !Json.text(spec, "clusterIP").isEmpty()) {
            given = List.of(Json.text(spec, "clusterIP"));
        }
        boolean headless = given.contains(NONE);
        Set<IpFamily> wanted = new LinkedHashSet<>();
        int index = 0;
        for (String word : texts(spec.path("ipFamilies"))) {
            String field = "spec.ipFamilies[" + index++ + "]";
            families.stream().filter(family -> family.word().equals(word)).findFirst().ifPresentOrElse(wanted::add,
                    () -> causes.add(Cause.invalid(field, word, "not configured on this cluster")));
        }
        if (!headless) {
            given.stream().map(IpFamily::of).forEach(wanted::add);
        }
        String policy = Json.text(spec, "ipFamilyPolicy");
        if (policy.isEmpty()) {
            policy = wanted.size() > 1 ? REQUIRED : SINGLE;
            spec.put("ipFamilyPolicy", policy);
        }
        if (policy.equals(SINGLE) && wanted.size() > 1) {
            causes.add(Cause.invalid("spec.ipFamilyPolicy", policy,
                    "must be 'RequireDualStack' or 'PreferDualStack' when several families or cluster IPs are given"));
        } else if (policy.equals(REQUIRED) && families.size() == 1) {
            causes.add(Cause.invalid("spec.ipFamilyPolicy", policy,
                    "this cluster is not configured for dual-stack services"));
        } else if (!Set.of(SINGLE, "PreferDualStack", REQUIRED).contains(policy)) {
            causes.add(new Cause("FieldValueNotSupported", "spec.ipFamilyPolicy", "Unsupported value: \"" + policy
                    + "\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\""));
        }
        if (!headless && !families.containsAll(wanted)) {
            causes.add(Cause.invalid("spec.clusterIPs", given.toString(), "not of a family this cluster has"));
        }
        if (!causes.isEmpty()) {
            throw ApiError.invalid(ResourceTypes.SERVICES, Json.text(service, "metadata", "name"), causes);
        }
        if (policy.equals(SINGLE) && wanted.isEmpty()) {
            wanted.add(families.get(0));
        } else if (!policy.equals(SINGLE)) {
            wanted.addAll(families);
        }
        write(spec, List.copyOf(wanted), headless ? List.of(NONE) : complete(given, List.copyOf(wanted)));
    }

    private List<String> complete(List<String> given, List<IpFamily> wanted) {
        return wanted.stream().map(family -> given.stream().filter(address -> IpFamily.of(address) == family)
                .findFirst().orElseGet(() -> addresses.apply(family))).toList();
    }

    private static void write(ObjectNode spec, List<IpFamily> families, List<String> clusterIps) {
        spec.put("clusterIP", clusterIps.get(0));
        ArrayNode all = spec.putArray("clusterIPs");
        clusterIps.forEach(all::add);
        ArrayNode words = spec.putArray("ipFamilies");
        families.forEach(family -> words.add(family.word()));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(Json.text(item)));
        return texts;
    }
}
