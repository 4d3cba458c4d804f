package dev.netproof.lab.control;

import java.util.List;

import dev.netproof.lab.api.Json;
import dev.netproof.lab.api.ResourceType;
import dev.netproof.lab.api.ResourceTypes;
import dev.netproof.lab.api.Resources;
import dev.netproof.lab.api.ServerVersion;
import dev.netproof.lab.wire.LabNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is in every cluster from the first moment: namespaces, the nodes, the API's Service, cluster DNS. */
public final class Bootstrap {
    private static final String DNS_ADDRESS = "10.96.0.10";
    private static final String API_ADDRESS = "10.96.0.1";
    private static final String DNS = "kube-dns";
    private static final String SYSTEM = "kube-system";

    private final Resources resources;
    private final List<LabNode> nodes;

    public Bootstrap(Resources resources, List<LabNode> nodes) {
        this.resources = resources;
        this.nodes = List.copyOf(nodes);
    }

    /** Fills an empty store. */
    public void run() {
        for (String name : List.of("default", SYSTEM, "kube-public", "kube-node-lease")) {
            create(ResourceTypes.NAMESPACES, "", named(name));
        }
        nodes.forEach(node -> create(ResourceTypes.NODES, "", node(node)));
        create(ResourceTypes.SERVICES, "default", apiService());
        create(ResourceTypes.SERVICES, SYSTEM, dnsService());
        create(ResourceTypes.DEPLOYMENTS, SYSTEM, dnsDeployment());
    }

    private void create(ResourceType type, String namespace, ObjectNode object) {
        resources.create(type, namespace, object);
    }

    private static ObjectNode named(String name) {
        ObjectNode object = Json.object();
        Json.child(object, "metadata").put("name", name);
        return object;
    }

    private ObjectNode node(LabNode of) {
        ObjectNode node = named(of.name());
        ObjectNode labels = Json.child(node, "metadata", "labels").put("kubernetes.io/hostname", of.name())
                .put("kubernetes.io/os", "linux").put("kubernetes.io/arch", "amd64");
        if (of.equals(nodes.get(0))) {
            labels.put("node-role.kubernetes.io/control-plane", "");
        }
        ArrayNode ranges = Json.child(node, "spec").put("podCIDR", of.podCidrs().get(0)).putArray("podCIDRs");
        of.podCidrs().forEach(ranges::add);
        ObjectNode status = Json.child(node, "status");
        ArrayNode addresses = status.putArray("addresses");
        of.addresses().forEach(address -> addresses.addObject().put("type", "InternalIP").put("address", address));
        addresses.add(Json.object().put("type", "Hostname").put("address", of.name()));
        status.putObject("nodeInfo").put("kubeletVersion", ServerVersion.GIT).put("operatingSystem", "linux")
                .put("architecture", "amd64").put("osImage", "netproof lab").put("containerRuntimeVersion", "lab://1");
        status.putObject("allocatable").put("cpu", "64").put("memory", "256Gi").put("pods", "1000");
        status.putObject("capacity").put("cpu", "64").put("memory", "256Gi").put("pods", "1000");
        PodStatuses.condition(node, "Ready", true, "KubeletReady", "kubelet is posting ready status", Resources.now());
        return node;
    }

    private static ObjectNode apiService() {
        ObjectNode service = named("kubernetes");
        Json.child(service, "spec").put("clusterIP", API_ADDRESS).putArray("ports").addObject().put("name", "https")
                .put("port", 443).put("targetPort", 6443);
        return service;
    }

    private static ObjectNode dnsService() {
        ObjectNode service = named(DNS);
        Json.child(service, "metadata", "labels").put("k8s-app", DNS).put("kubernetes.io/name", "CoreDNS");
        ObjectNode spec = Json.child(service, "spec").put("clusterIP", DNS_ADDRESS);
        spec.putObject("selector").put("k8s-app", DNS);
        spec.putArray("ports").add(port("dns", "UDP").put("port", 53)).add(port("dns-tcp", "TCP").put("port", 53));
        return service;
    }

    private static ObjectNode dnsDeployment() {
        ObjectNode deployment = named(DNS);
        Json.child(deployment, "metadata", "labels").put("k8s-app", DNS);
        ObjectNode spec = Json.child(deployment, "spec").put("replicas", 1);
        Json.child(spec, "selector", "matchLabels").put("k8s-app", DNS);
        Json.child(spec, "template", "metadata", "labels").put("k8s-app", DNS);
        ObjectNode container = Json.child(spec, "template", "spec").putArray("containers").addObject()
                .put("name", DNS).put("image", "lab/dns");
        container.putArray("ports").add(port("dns", "UDP").put("containerPort", 53))
                .add(port("dns-tcp", "TCP").put("containerPort", 53));
        return deployment;
    }

    private static ObjectNode port(String name, String protocol) {
        return Json.object().put("name", name).put("protocol", protocol);
    }
}
