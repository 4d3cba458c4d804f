package dev.netproof.lab.api;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells clients which groups, versions and kinds there are: the plain documents and the aggregated ones. */
final class Discovery {
    private static final List<String> VERBS = List.of("create", "delete", "deletecollection", "get", "list", "patch",
            "update", "watch");
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final ResourceTypes types;

    Discovery(ResourceTypes types) {
        this.types = types;
    }

    /** The discovery document of a path, or empty if the path is none of discovery's. */
    Optional<Answer> answer(String path, String accept) {
        String[] parts = path.substring(1).split("/", -1);
        boolean aggregated = accept.contains("as=APIGroupDiscoveryList") && accept.contains("v=v2;");
        if (path.equals("/api")) {
            return Optional.of(aggregated ? aggregated(true) : Answer.ok(coreVersions()));
        }
        if (path.equals("/apis")) {
            return Optional.of(aggregated ? aggregated(false) : Answer.ok(groups()));
        }
        if (parts.length == 2 && parts[0].equals("api")) {
            return resources("", parts[1]);
        }
        if (parts.length == 2 && parts[0].equals("apis")) {
            return groupNames().filter(parts[1]::equals).findFirst().map(name -> Answer
                    .ok(group(name).put("kind", "APIGroup").put("apiVersion", "v1")));
        }
        return parts.length == 3 && parts[0].equals("apis") ? resources(parts[1], parts[2]) : Optional.empty();
    }

    private static ObjectNode coreVersions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private Stream<String> groupNames() {
        return types.all().stream().map(ResourceType::group).filter(name -> !name.isEmpty()).distinct();
    }

    private List<String> versions(String group) {
        return types.all().stream().filter(type -> type.group().equals(group)).map(ResourceType::version).distinct()
                .toList();
    }

    private ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        Stream.concat(groupNames(), Stream.of("authorization.k8s.io", "authentication.k8s.io"))
                .forEach(name -> groups.add(group(name)));
        return list;
    }

    private ObjectNode group(String name) {
        ObjectNode group = Json.object().put("name", name);
        List<String> versions = versions(name).isEmpty() ? List.of("v1") : versions(name);
        for (String version : versions) {
            group.withArray("versions").addObject().put("groupVersion", name + "/" + version).put("version", version);
        }
        group.putObject("preferredVersion").put("groupVersion", name + "/" + versions.get(0)).put("version",
                versions.get(0));
        return group;
    }

    private Optional<Answer> resources(String group, String version) {
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion",
                group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = list.putArray("resources");
        List<ResourceType> served = types.all().stream()
                .filter(type -> type.group().equals(group) && type.version().equals(version)).toList();
        for (ResourceType type : served) {
            ObjectNode entry = entry(resources, type.plural(), type.kind(), type.namespaced(), VERBS)
                    .put("singularName", type.singular());
            type.shortNames().forEach(entry.withArray("shortNames")::add);
            if (type.inAll()) {
                entry.withArray("categories").add("all");
            }
            subresources(type).forEach((name, verbs) -> {
                ObjectNode sub = entry(resources, type.plural() + "/" + name,
                        name.equals("scale") ? "Scale" : type.kind(), type.namespaced(), verbs);
                if (name.equals("scale")) {
                    sub.put("group", "autoscaling").put("version", "v1");
                }
            });
        }
        Reviews.kinds(group).forEach((plural, kind) -> entry(resources, plural, kind, false, List.of("create")));
        return resources.isEmpty() ? Optional.empty() : Optional.of(Answer.ok(list));
    }

    private static ObjectNode entry(ArrayNode resources, String name, String kind, boolean namespaced,
            List<String> verbs) {
        ObjectNode entry = resources.addObject().put("name", name).put("singularName", "").put("namespaced", namespaced)
                .put("kind", kind);
        ArrayNode list = entry.putArray("verbs");
        verbs.forEach(list::add);
        return entry;
    }

    private static Map<String, List<String>> subresources(ResourceType type) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        if (StatusParts.isSeparate(type)) {
            found.put("status", List.of("get", "patch", "update"));
        }
        if (Scale.isServed(type)) {
            found.put("scale", List.of("get", "patch", "update"));
        }
        if (type.equals(ResourceTypes.PODS)) {
            found.put("ephemeralcontainers", List.of("get", "patch", "update"));
            found.put("eviction", List.of("create"));
            found.put("exec", List.of("create", "get"));
            found.put("log", List.of("get"));
        }
        return found;
    }

    private Answer aggregated(boolean core) {
        ObjectNode list = Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion",
                "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        Collection<String> groups = core
                ? List.of("")
                : Stream.concat(groupNames(), Stream.of("authorization.k8s.io", "authentication.k8s.io")).toList();
        for (String group : groups) {
            ObjectNode item = items.addObject();
            item.putObject("metadata").put("name", group);
            ArrayNode versions = item.putArray("versions");
            for (String version : versions(group).isEmpty() ? List.of("v1") : versions(group)) {
                ObjectNode entry = versions.addObject().put("version", version).put("freshness", "Current");
                ArrayNode resources = entry.putArray("resources");
                types.all().stream().filter(type -> type.group().equals(group) && type.version().equals(version))
                        .forEach(type -> aggregate(resources, type));
                Reviews.kinds(group).forEach((plural, kind) -> aggregate(resources,
                        new ResourceType(group, "v1", plural, kind, false, List.of(), false)));
            }
        }
        return new Answer.Document(200, list, AGGREGATED);
    }

    private static void aggregate(ArrayNode resources, ResourceType type) {
        boolean review = !Reviews.kinds(type.group()).isEmpty();
        ObjectNode entry = resources.addObject().put("resource", type.plural())
                .put("scope", type.namespaced() ? "Namespaced" : "Cluster").put("singularResource", type.singular());
        kind(entry, "", type);
        (review ? List.of("create") : VERBS).forEach(entry.withArray("verbs")::add);
        type.shortNames().forEach(entry.withArray("shortNames")::add);
        if (type.inAll()) {
            entry.withArray("categories").add("all");
        }
        subresources(type).forEach((name, verbs) -> {
            ObjectNode sub = entry.withArray("subresources").addObject().put("subresource", name);
            kind(sub, name, type);
            verbs.forEach(sub.withArray("verbs")::add);
        });
    }

    private static void kind(ObjectNode entry, String subresource, ResourceType type) {
        if (subresource.equals("scale")) {
            entry.putObject("responseKind").put("group", "autoscaling").put("version", "v1").put("kind", "Scale");
            return;
        }
        entry.putObject("responseKind").put("group", type.group()).put("version", type.version()).put("kind",
                type.kind());
    }
}
