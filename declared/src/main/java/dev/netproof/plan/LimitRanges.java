package dev.netproof.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.netproof.snapshot.Surroundings;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Fits what a probe pod asks for into the LimitRanges of its namespace, which the API server would refuse it for otherwise.
 * A probe pod has one container, so what bounds pods bounds it alike.
 */
final class LimitRanges {

    private final Surroundings surroundings;

    LimitRanges(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    PodResources fit(String namespace, PodResources wanted) {
        Map<String, String> requests = new HashMap<>(wanted.requests());
        Map<String, String> limits = new HashMap<>(wanted.limits());
        for (LimitRange range : surroundings.limitRanges()) {
            if (!range.getMetadata().getNamespace().equals(namespace) || range.getSpec() == null) {
                continue;
            }
            for (LimitRangeItem item : Objects.requireNonNullElse(range.getSpec().getLimits(),
                    List.<LimitRangeItem>of())) {
                if (item.getType().equals("Container") || item.getType().equals("Pod")) {
                    fit(item, requests, limits);
                }
            }
        }
        return new PodResources(requests, limits);
    }

    private static void fit(LimitRangeItem item, Map<String, String> requests, Map<String, String> limits) {
        each(item.getMin(), (resource, least) -> {
            requests.computeIfPresent(resource, (name, amount) -> larger(amount, least));
            limits.computeIfPresent(resource, (name, amount) -> larger(amount, least));
        });
        each(item.getMax(), (resource, most) -> {
            requests.computeIfPresent(resource, (name, amount) -> smaller(amount, most));
            limits.computeIfPresent(resource, (name, amount) -> smaller(amount, most));
        });
        each(item.getMaxLimitRequestRatio(), (resource, ratio) -> {
            String request = requests.get(resource);
            if (request != null) {
                limits.computeIfPresent(resource, (name, limit) -> smaller(limit, times(request, amount(ratio))));
            }
        });
    }

    private interface Bound {
        void apply(String resource, String amount);
    }

    private static void each(@Nullable Map<String, Quantity> bounds, Bound bound) {
        if (bounds != null) {
            bounds.forEach((resource, quantity) -> bound.apply(resource, quantity.toString()));
        }
    }

    private static String larger(String one, String other) {
        return amount(one).compareTo(amount(other)) >= 0 ? one : other;
    }

    private static String smaller(String one, String other) {
        return amount(one).compareTo(amount(other)) <= 0 ? one : other;
    }

    /** In thousandths, the finest that Kubernetes tells apart, rounded down to stay within. */
    private static String times(String request, BigDecimal ratio) {
        return amount(request).multiply(ratio).movePointRight(3).setScale(0, RoundingMode.FLOOR).toPlainString() + "m";
    }

    static BigDecimal amount(String quantity) {
        return Quantity.parse(quantity).getNumericalAmount();
    }
}
