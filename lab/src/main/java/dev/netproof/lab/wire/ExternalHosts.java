package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The external hosts that run, made to match those that are wanted. Not thread-safe. */
final class ExternalHosts {

    private final Sandboxes sandboxes;
    private final LabNode router;
    private final Map<String, Running> running = new HashMap<>();

    /** @param router the node behind which they are */
    ExternalHosts(Sandboxes sandboxes, LabNode router) {
        this.sandboxes = sandboxes;
        this.router = router;
    }

    private record Running(ExternalHost host, Sandbox sandbox) {

        private boolean serves(ExternalHost wanted) {
            return host.addresses().equals(wanted.addresses()) && host.listeners().equals(wanted.listeners());
        }
    }

    /** @param problems gets what kept a host from starting */
    void match(List<ExternalHost> wanted, List<String> problems) throws IOException {
        Map<String, ExternalHost> byName = new LinkedHashMap<>();
        wanted.forEach(host -> byName.put(host.name(), host));
        for (Running one : List.copyOf(running.values())) {
            ExternalHost still = byName.get(one.host.name());
            if (still == null || !one.serves(still)) {
                running.remove(one.host.name());
                sandboxes.stop(one.sandbox);
            }
        }
        for (ExternalHost host : byName.values()) {
            if (!running.containsKey(host.name())) {
                try {
                    Sandbox sandbox = sandboxes.start("external host " + host.name(),
                            new Sandboxes.Spec(host.name(), host.name(), router, false, host.addresses(), "default",
                                    false, host.listeners()),
                            exitCode -> {});
                    running.put(host.name(), new Running(host, sandbox));
                } catch (IOException e) {
                    problems.add(e.getMessage());
                }
            }
        }
    }
}
