package dev.netproof.lab.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.LabelSelector;
import dev.netproof.lab.api.ObjectKey;
import dev.netproof.lab.api.ResourceType;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.Resources.Part;
import dev.netproof.lab.network.IpFamily;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the EndpointSlices and Endpoints of every Service that selects pods. */
final class EndpointsController implements Reconciler {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String CONTROLLER = "endpointslice-controller.k8s.io";

    private final Resources resources;

    EndpointsController(Resources resources) {
        this.resources = resources;
    }

    /** A pod behind a Service. */
    private record Endpoint(ObjectNode pod, boolean ready, boolean serving) {}

    @Override
    public void reconcile() {
        for (ObjectNode service : resources.store().list(ResourceTypes.SERVICES, "").objects()) {
            if (!Json.at(service, "spec", "selector").isEmpty() && !Ownership.isLeaving(service)) {
                reconcile(service);
            }
        }
    }

    private void reconcile(ObjectNode service) {
        LabelSelector selector = LabelSelector.ofMap(Json.at(service, "spec", "selector"));
        String namespace = Json.text(service, "metadata", "namespace");
        boolean publishAll = Json.flag(service, "spec", "publishNotReadyAddresses");
        Map<ArrayNode, List<Endpoint>> byPorts = new LinkedHashMap<>();
        for (ObjectNode pod : resources.store().list(ResourceTypes.PODS, namespace).objects()) {
            if (selector.matches(pod) && !PodStatuses.isOver(pod) && !Json.text(pod, "status", "podIP").isEmpty()) {
                boolean serving = PodStatuses.isReady(pod);
                boolean ready = publishAll || (serving && !Ownership.isLeaving(pod));
                byPorts.computeIfAbsent(ports(service, pod), ports -> new ArrayList<>())
                        .add(new Endpoint(pod, ready, serving));
            }
        }
        slices(service, byPorts);
        endpoints(service, namespace, byPorts);
    }

    /** The Service's ports as this pod serves them; a named port that the pod does not have is left out. */
    private static ArrayNode ports(ObjectNode service, ObjectNode pod) {
        ArrayNode ports = Json.array();
        for (ObjectNode port : Json.objects(service, "spec", "ports")) {
            String protocol = Json.text(port, "protocol");
            Optional<Integer> number = PodStatuses.port(PodStatuses.staying(pod), port.path("targetPort"),
                    protocol);
            number.ifPresent(target -> {
                ObjectNode entry = ports.addObject().put("name", Json.text(port, "name")).put("port", target)
                        .put("protocol", protocol);
                if (port.has("appProtocol")) {
                    entry.set("appProtocol", port.get("appProtocol"));
                }
            });
        }
        return ports;
    }

    private void slices(ObjectNode service, Map<ArrayNode, List<Endpoint>> byPorts) {
        String namespace = Json.text(service, "metadata", "namespace");
        String name = Json.text(service, "metadata", "name");
        Set<String> kept = new HashSet<>();
        Map<ArrayNode, List<Endpoint>> filled = byPorts.isEmpty() ? Map.of(Json.array(), List.of()) : byPorts;
        for (IpFamily family : families(service)) {
            filled.forEach((ports, pods) -> kept.add(slice(service, family, ports, pods)));
        }
        for (ObjectNode slice : resources.store().list(ResourceTypes.ENDPOINT_SLICES, namespace).objects()) {
            Map<String, String> labels = Json.strings(slice, "metadata", "labels");
            if (name.equals(labels.get(SERVICE_NAME)) && CONTROLLER.equals(labels.get(MANAGED_BY))
                    && !kept.contains(Json.text(slice, "metadata", "name"))) {
                resources.delete(ObjectKey.of(ResourceTypes.ENDPOINT_SLICES, slice));
            }
        }
    }

    /** Writes one slice, which holds addresses of one family, and returns its name. */
    private String slice(ObjectNode service, IpFamily family, ArrayNode ports, List<Endpoint> pods) {
        String name = Json.text(service, "metadata", "name");
        String sliceName = name + "-" + TemplateHash.of(switch (family) {
            case IPV4 -> ports;
            case IPV6 -> Json.array().add(family.word()).addAll(ports);
        }).substring(0, 5);
        write(ResourceTypes.ENDPOINT_SLICES, Json.text(service, "metadata", "namespace"), sliceName, slice -> {
            Json.child(slice, "metadata", "labels").put(SERVICE_NAME, name).put(MANAGED_BY, CONTROLLER);
            Json.child(slice, "metadata").putArray("ownerReferences")
                    .add(Ownership.reference(ResourceTypes.SERVICES, service));
            slice.put("addressType", family.word());
            slice.set("ports", ports);
            ArrayNode endpoints = slice.putArray("endpoints");
            for (Endpoint pod : pods) {
                PodStatuses.address(pod.pod(), family)
                        .ifPresent(address -> endpoint(endpoints.addObject(), address, pod, name));
            }
        });
        return sliceName;
    }

    private static void endpoint(ObjectNode entry, String address, Endpoint pod, String service) {
        entry.putArray("addresses").add(address);
        entry.putObject("conditions").put("ready", pod.ready()).put("serving", pod.serving())
                .put("terminating", Ownership.isLeaving(pod.pod()));
        entry.put("nodeName", Json.text(pod.pod(), "spec", "nodeName"));
        if (isNamed(pod.pod(), service)) {
            entry.put("hostname", Json.text(pod.pod(), "spec", "hostname"));
        }
        entry.set("targetRef", reference(pod.pod()));
    }

    /** In the Service's order. */
    private static List<IpFamily> families(ObjectNode service) {
        List<IpFamily> families = new ArrayList<>();
        for (JsonNode word : Json.at(service, "spec", "ipFamilies")) {
            families.addAll(
                    Stream.of(IpFamily.values()).filter(family -> family.word().equals(Json.text(word))).toList());
        }
        return families.isEmpty() ? List.of(IpFamily.IPV4) : families;
    }

    private static boolean isNamed(ObjectNode pod, String service) {
        return !Json.text(pod, "spec", "hostname").isEmpty() && Json.text(pod, "spec", "subdomain").equals(service);
    }

    private void endpoints(ObjectNode service, String namespace, Map<ArrayNode, List<Endpoint>> byPorts) {
        // The older kind knows the Service's first family alone.
        IpFamily first = families(service).get(0);
        write(ResourceTypes.ENDPOINTS, namespace, Json.text(service, "metadata", "name"), endpoints -> {
            Json.child(endpoints, "metadata").putArray("ownerReferences")
                    .add(Ownership.reference(ResourceTypes.SERVICES, service));
            ArrayNode subsets = endpoints.putArray("subsets");
            byPorts.forEach((ports, pods) -> {
                ObjectNode subset = subsets.addObject();
                for (Endpoint pod : pods) {
                    PodStatuses.address(pod.pod(), first).ifPresent(ip -> {
                        ObjectNode address = subset.withArray(pod.ready() ? "addresses" : "notReadyAddresses")
                                .addObject().put("ip", ip).put("nodeName", Json.text(pod.pod(), "spec", "nodeName"));
                        address.set("targetRef", reference(pod.pod()));
                    });
                }
                subset.set("ports", ports);
            });
        });
    }

    private static ObjectNode reference(ObjectNode pod) {
        return Json.object().put("kind", "Pod").put("namespace", Json.text(pod, "metadata", "namespace"))
                .put("name", Json.text(pod, "metadata", "name")).put("uid", Json.text(pod, "metadata", "uid"));
    }

    private void write(ResourceType type, String namespace, String name, Consumer<ObjectNode> fill) {
        ObjectKey key = new ObjectKey(type, namespace, name);
        if (resources.edit(key, Part.MAIN, fill).isEmpty()) {
            ObjectNode object = Json.object();
            Json.child(object, "metadata").put("name", name);
            fill.accept(object);
            Ownership.unlessLeaving(() -> resources.create(type, namespace, object));
        }
    }
}
