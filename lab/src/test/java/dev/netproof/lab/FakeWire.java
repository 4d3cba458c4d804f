package dev.netproof.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ObjIntConsumer;

import dev.netproof.lab.network.IpFamily;
import dev.netproof.lab.wire.ClusterState;
import dev.netproof.lab.wire.Wire;
import io.fabric8.kubernetes.api.model.Pod;

/** A wire without a network: addresses are made up, processes run on this machine, ports are open unless closed here. */
public final class FakeWire implements Wire {
    private final Map<String, List<String>> addresses = new HashMap<>();
    private final Set<Integer> closedPorts = ConcurrentHashMap.newKeySet();
    private final List<ClusterState> states = new CopyOnWriteArrayList<>();
    private final List<String> restarted = new CopyOnWriteArrayList<>();
    private volatile ObjIntConsumer<String> whenEnded = (uid, exitCode) -> {};
    private volatile boolean broken;
    private int started;
    private volatile List<IpFamily> families = List.of(IpFamily.IPV4);

    /** Gives pods that start from now on an address of each of these. */
    public void setFamilies(List<IpFamily> others) {
        families = List.copyOf(others);
    }

    @Override
    public synchronized List<String> start(Pod pod) {
        started++;
        return addresses.computeIfAbsent(pod.getMetadata().getUid(),
                uid -> families.stream().map(family -> switch (family) {
                    case IPV4 -> "10.244." + started / 250 + "." + (1 + started % 250);
                    case IPV6 -> "fd00:10:244::" + Integer.toHexString(started);
                }).toList());
    }

    @Override
    public void whenEnded(ObjIntConsumer<String> listener) {
        whenEnded = listener;
    }

    @Override
    public void end(String podUid) {
        endPod(podUid, 143);
    }

    @Override
    public void restart(String podUid) {
        restarted.add(podUid);
    }

    /** Lets the process of a pod end. */
    public void endPod(String podUid, int exitCode) {
        whenEnded.accept(podUid, exitCode);
    }

    /** The uids of pods whose process was started again, once for each time. */
    public List<String> restarted() {
        return restarted;
    }

    @Override
    public synchronized void stop(String podUid) {
        addresses.remove(podUid);
    }

    /** The uids of pods that have a network. */
    public synchronized Set<String> running() {
        return Set.copyOf(addresses.keySet());
    }

    @Override
    public void sync(ClusterState state) throws IOException {
        if (broken) {
            throw new IOException("the network is broken");
        }
        states.add(state);
    }

    /** Lets the wire fail to follow, or follow again. */
    public void setBroken(boolean isBroken) {
        broken = isBroken;
    }

    /** Every state that came, in order. */
    public List<ClusterState> states() {
        return states;
    }

    @Override
    public Process exec(String podUid, List<String> argv) throws IOException {
        return new ProcessBuilder(argv).start();
    }

    /** Lets the node's connections to a port fail from now on. */
    public void close(int port) {
        closedPorts.add(port);
    }

    public void open(int port) {
        closedPorts.remove(port);
    }

    @Override
    public boolean accepts(InetSocketAddress address, Duration timeout) {
        return !closedPorts.contains(address.getPort());
    }

    @Override
    public boolean serves(InetSocketAddress address, String path, Duration timeout) {
        return accepts(address, timeout);
    }

    @Override
    public void close() {}
}
