package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.netproof.lab.network.Cidr;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;

/** What stands in for a container's process on one port. */
record ListeningSocket(Port port, String address, Behaviour behaviour) {

    /** Pod annotation: what listens, where that differs from the declared container ports. */
    static final String ANNOTATION = "lab.netproof.dev/listen";

    /** Every address that the pod has. */
    static final String ANY_ADDRESS = "*";
    private static final Pattern ITEM = Pattern.compile("(\\d{1,5})(?:/(TCP|UDP))?(?:@([^=]+))?(?:=([a-z-]+))?");
    private static final String SYNTAX = "Write PORT[/TCP|/UDP][@ADDRESS]=BEHAVIOUR, such as 8080=http or 53/UDP=echo,"
            + " separated by commas; behaviours are http, echo, connect-proxy, silent and none.";

    enum Protocol {
        TCP, UDP
    }

    enum Behaviour {
        /** Answers each request with status 200 and the pod's name. */
        HTTP,
        /** Answers a datagram with the pod's name, port and what it got; sends a stream back. */
        ECHO,
        /** An HTTP proxy that knows {@code CONNECT} only. */
        CONNECT_PROXY,
        /** Accepts and never answers. */
        SILENT,
        /** Nothing listens, although the port may be declared. */
        NONE;

        private boolean speaks(Protocol protocol) {
            return switch (this) {
                case HTTP, CONNECT_PROXY -> protocol == Protocol.TCP;
                case ECHO, SILENT, NONE -> true;
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Optional<Behaviour> of(String word) {
            return Stream.of(values()).filter(behaviour -> behaviour.word().equals(word)).findFirst();
        }

        private static Behaviour usual(Protocol protocol) {
            return switch (protocol) {
                case TCP -> HTTP;
                case UDP -> ECHO;
            };
        }
    }

    record Port(int number, Protocol protocol) {}

    /**
     * What listens in a pod: the annotation where it speaks of a port, else the declared container ports.
     *
     * @throws IOException if the annotation is malformed; says how to fix it
     */
    static List<ListeningSocket> of(Pod pod) throws IOException {
        Map<Port, List<ListeningSocket>> byPort = new LinkedHashMap<>();
        declaredPorts(pod).forEach(port -> byPort.put(port,
                List.of(new ListeningSocket(port, ANY_ADDRESS, Behaviour.usual(port.protocol())))));
        String annotation = Absent.asEmpty(pod.getMetadata().getAnnotations()).get(ANNOTATION);
        if (annotation != null) {
            String where = "pod " + pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName()
                    + ": annotation " + ANNOTATION;
            Map<Port, List<ListeningSocket>> overriding = new LinkedHashMap<>();
            for (ListeningSocket listener : parse(where, annotation)) {
                overriding.computeIfAbsent(listener.port(), port -> new ArrayList<>()).add(listener);
            }
            byPort.putAll(overriding);
        }
        return heard(byPort.values().stream().flatMap(List::stream));
    }

    /**
     * What listens on an external host.
     *
     * @throws IOException if the text is malformed; its message starts with {@code where}
     */
    static List<ListeningSocket> of(String where, String text) throws IOException {
        return heard(parse(where, text).stream());
    }

    private static List<ListeningSocket> heard(Stream<ListeningSocket> listeners) {
        return listeners.filter(listener -> listener.behaviour() != Behaviour.NONE).toList();
    }

    private static List<ListeningSocket> parse(String where, String text) throws IOException {
        List<ListeningSocket> listeners = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            if (!item.isBlank()) {
                listeners.add(parseItem(where, item.strip()));
            }
        }
        return listeners;
    }

    private static ListeningSocket parseItem(String where, String item) throws IOException {
        Matcher matcher = ITEM.matcher(item);
        if (!matcher.matches()) {
            throw new IOException(where + ": '" + item + "' is malformed. " + SYNTAX);
        }
        Protocol protocol = matcher.group(2) == null ? Protocol.TCP : Protocol.valueOf(matcher.group(2));
        int number = Integer.parseInt(matcher.group(1));
        if (number < 1 || number > 65535) {
            throw new IOException(where + ": '" + item + "' has no port from 1 to 65535. " + SYNTAX);
        }
        String word = matcher.group(4);
        Behaviour behaviour = word == null ? Behaviour.usual(protocol)
                : Behaviour.of(word).orElseThrow(() -> new IOException(
                        where + ": '" + item + "' has the unknown behaviour '" + word + "'. " + SYNTAX));
        if (!behaviour.speaks(protocol)) {
            throw new IOException(where + ": '" + item + "' asks for " + behaviour.word() + " over " + protocol
                    + ". Use it over TCP, or echo or silent over UDP.");
        }
        try {
            String address = matcher.group(3) == null ? ANY_ADDRESS : Cidr.parse(matcher.group(3)).toString();
            return new ListeningSocket(new Port(number, protocol), address, behaviour);
        } catch (IllegalArgumentException e) {
            throw new IOException(where + ": '" + item + "': " + e.getMessage(), e);
        }
    }

    /** The ports of containers that stay: the usual ones, and init containers that are sidecars. */
    static Stream<ContainerPort> containerPorts(Pod pod) {
        Stream<Container> sidecars = Absent.asEmpty(pod.getSpec().getInitContainers()).stream()
                .filter(container -> "Always".equals(container.getRestartPolicy()));
        return Stream.concat(pod.getSpec().getContainers().stream(), sidecars)
                .flatMap(container -> Absent.asEmpty(container.getPorts()).stream());
    }

    private static Stream<Port> declaredPorts(Pod pod) {
        return Stream.concat(containerPorts(pod)
                .flatMap(port -> protocol(port).map(known -> new Port(port.getContainerPort(), known)).stream()),
                probedPorts(pod).map(number -> new Port(number, Protocol.TCP))).distinct();
    }

    /** What a container is probed on it listens on, declared or not. A name is that of a declared port. */
    private static Stream<Integer> probedPorts(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> Stream.of(container.getStartupProbe(), container.getLivenessProbe(),
                        container.getReadinessProbe()))
                .filter(Objects::nonNull).flatMap(ListeningSocket::probedPort)
                .filter(number -> number > 0 && number <= 65535);
    }

    private static Stream<Integer> probedPort(Probe probe) {
        TCPSocketAction tcp = probe.getTcpSocket();
        if (tcp != null && tcp.getHost() == null) {
            return Stream.ofNullable(tcp.getPort()).flatMap(port -> Stream.ofNullable(port.getIntVal()));
        }
        HTTPGetAction http = probe.getHttpGet();
        if (http != null && http.getHost() == null) {
            return Stream.ofNullable(http.getPort()).flatMap(port -> Stream.ofNullable(port.getIntVal()));
        }
        return Stream.ofNullable(probe.getGrpc()).flatMap(grpc -> Stream.ofNullable(grpc.getPort()));
    }

    /** Empty for SCTP, which nothing here can speak. */
    private static Optional<Protocol> protocol(ContainerPort port) {
        return switch (port.getProtocol() == null ? "TCP" : port.getProtocol()) {
            case "TCP" -> Optional.of(Protocol.TCP);
            case "UDP" -> Optional.of(Protocol.UDP);
            default -> Optional.empty();
        };
    }
}
