package dev.netproof.lab.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.fabric8.kubernetes.api.model.Pod;

/**
 * What the control side of the lab asks of its network.
 *
 * <p>Every call blocks until the kernel has done what was asked, so none belongs on an event loop. Thread-safe.
 */
public interface Wire extends AutoCloseable {

    /**
     * Makes the pod's network namespace and starts its stand-in listeners. They are bound when this returns; starting
     * a pod that runs already only tells its addresses.
     *
     * @param pod with its {@code metadata.uid}, by which it is known from now on
     * @return the pod's addresses, one of each family, IPv4 first: those of {@code status.podIPs}
     * @throws IOException if it can't be, such as for a malformed annotation; says how to mend it
     */
    List<String> start(Pod pod) throws IOException;

    /** Ends every process of the pod and removes its network; a pod that is not there is no error. */
    void stop(String podUid) throws IOException;

    /**
     * Makes Services, DNS, external hosts and policy enforcement match the state. Level-triggered: the whole state comes
     * each time, only what changed is applied. Names follow within milliseconds, as the DNS server reads them again.
     *
     * @throws IOException if an object can't be applied, such as a malformed external host; the others are
     */
    void sync(ClusterState state) throws IOException;

    /** Starts a process inside a running pod, standard streams piped. Killing the process kills its children. */
    Process exec(String podUid, List<String> argv) throws IOException;

    /** Whether a TCP connection from the node, which no policy stops, is accepted. The kubelet's {@code tcpSocket}. */
    boolean accepts(InetSocketAddress address, Duration timeout);

    /** Ends all that was started. */
    @Override
    void close();
}
