package dev.netproof.lab.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.ObjIntConsumer;

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
     * @throws IOException if it can't be, such as for a malformed annotation; says how to fix it
     */
    List<String> start(Pod pod) throws IOException;

    /**
     * Who is told when a pod's process has ended without {@link #stop}: its uid, and the exit code, 128 + n for signal n.
     * Called on a thread of the wire's, which must not be held up. The pod keeps its network until it is stopped.
     */
    void whenEnded(ObjIntConsumer<String> listener);

    /** Asks the pod's process to end by SIGTERM, as it does; its end is told as any other. */
    void end(String podUid) throws IOException;

    /** Starts a pod's process that has ended again, in the network it had. Its listeners are bound when this returns. */
    void restart(String podUid) throws IOException;

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

    /** Whether a GET from the node is answered with a status from 200 to 399. The kubelet's {@code httpGet}. */
    boolean serves(InetSocketAddress address, String path, Duration timeout);

    /** Ends all that was started. */
    @Override
    void close();
}
