package dev.netproof.plan;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.netproof.snapshot.Surroundings;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import org.jspecify.annotations.Nullable;

/** The room that ResourceQuotas leave for probe pods, from the first that is planned to the last. */
final class QuotaBudget {

    /** Scopes that hold for a probe pod: it has a deadline, and asks for resources. */
    private static final Set<String> OURS = Set.of("Terminating", "NotBestEffort");

    private final Surroundings surroundings;

    /** What this plan has taken already, by quota and resource. */
    private final Map<String, BigDecimal> taken = new HashMap<>();

    QuotaBudget(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Takes the room for a pod, or says which quota has none left. */
    Optional<String> take(String namespace, PodResources resources) {
        Map<String, BigDecimal> needs = needs(resources);
        List<ResourceQuota> quotas = surroundings.quotas().stream()
                .filter(quota -> quota.getMetadata().getNamespace().equals(namespace) && counts(quota))
                .toList();
        for (ResourceQuota quota : quotas) {
            for (Map.Entry<String, BigDecimal> need : needs.entrySet()) {
                BigDecimal left = left(quota, need.getKey());
                if (left != null && left.compareTo(need.getValue()) < 0) {
                    return Optional.of("ResourceQuota " + namespace + "/" + quota.getMetadata().getName()
                            + " has no room for another probe pod: of " + need.getKey() + " "
                            + quota.getStatus().getHard().get(need.getKey()) + ", "
                            + used(quota, need.getKey()) + " is used"
                            + (taken.containsKey(key(quota, need.getKey())) ? ", and this run takes the rest" : ""));
                }
            }
        }
        for (ResourceQuota quota : quotas) {
            needs.forEach((resource, amount) -> taken.merge(key(quota, resource), amount, BigDecimal::add));
        }
        return Optional.empty();
    }

    private static boolean counts(ResourceQuota quota) {
        // Beyond plain scopes there are priority classes: whether the cluster's default is among them is not known here.
        return quota.getSpec() == null || (quota.getSpec().getScopeSelector() == null
                && OURS.containsAll(Objects.requireNonNullElse(quota.getSpec().getScopes(), List.of())));
    }

    /** Null when the quota does not bound the resource. */
    private @Nullable BigDecimal left(ResourceQuota quota, String resource) {
        if (quota.getStatus() == null || quota.getStatus().getHard() == null) {
            return null;
        }
        Quantity hard = quota.getStatus().getHard().get(resource);
        if (hard == null) {
            return null;
        }
        return hard.getNumericalAmount()
                .subtract(LimitRanges.amount(used(quota, resource)))
                .subtract(taken.getOrDefault(key(quota, resource), BigDecimal.ZERO));
    }

    private static String used(ResourceQuota quota, String resource) {
        Map<String, Quantity> used = quota.getStatus().getUsed();
        Quantity amount = used == null ? null : used.get(resource);
        return amount == null ? "0" : amount.toString();
    }

    private static String key(ResourceQuota quota, String resource) {
        return quota.getMetadata().getNamespace() + '/' + quota.getMetadata().getName() + ' ' + resource;
    }

    /** {@code cpu} and {@code memory} are old names of the requests. */
    private static Map<String, BigDecimal> needs(PodResources resources) {
        Map<String, BigDecimal> needs = new TreeMap<>();
        needs.put("pods", BigDecimal.ONE);
        needs.put("count/pods", BigDecimal.ONE);
        resources.requests().forEach((name, amount) -> {
            needs.put(name, LimitRanges.amount(amount));
            needs.put("requests." + name, LimitRanges.amount(amount));
        });
        resources.limits().forEach((name, amount) -> needs.put("limits." + name, LimitRanges.amount(amount)));
        return needs;
    }
}
