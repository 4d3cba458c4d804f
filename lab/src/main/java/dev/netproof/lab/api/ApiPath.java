package dev.netproof.lab.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The path of a resource request, taken apart; parts that are not there are empty.
 *
 * @param plural empty where the path names a group and version only
 */
record ApiPath(String group, String version, String namespace, String plural, String name, String subresource) {
    private static final Set<String> OF_NAMESPACE = Set.of("status", "finalize");

    /** The path under {@code /api} or {@code /apis}, or empty if it cannot be one of a resource. */
    static Optional<ApiPath> parse(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                try {
                    parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException malformed) {
                    return Optional.empty();
                }
            }
        }
        boolean core = parts.size() >= 2 && parts.get(0).equals("api");
        if (!core && !(parts.size() >= 3 && parts.get(0).equals("apis"))) {
            return Optional.empty();
        }
        String group = core ? "" : parts.get(1);
        String version = parts.get(core ? 1 : 2);
        List<String> rest = new ArrayList<>(parts.subList(core ? 2 : 3, parts.size()));
        String namespace = "";
        if (rest.size() >= 3 && rest.get(0).equals("namespaces")
                && !(rest.size() == 3 && OF_NAMESPACE.contains(rest.get(2)))) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        if (rest.size() > 3) {
            return Optional.empty();
        }
        return Optional.of(new ApiPath(group, version, namespace, part(rest, 0), part(rest, 1), part(rest, 2)));
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
