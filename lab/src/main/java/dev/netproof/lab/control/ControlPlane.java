package dev.netproof.lab.control;

import java.util.List;
import java.util.Optional;

import dev.netproof.lab.api.Resources;
import dev.netproof.lab.wire.LabNode;
import dev.netproof.lab.wire.Wire;

/** All controllers of a cluster, the kubelets of its nodes included. */
public final class ControlPlane implements AutoCloseable {
    private final WireSync sync;
    private final Kubelet kubelet;
    private final ControlLoop loop;

    private ControlPlane(Resources resources, Wire wire, List<LabNode> nodes) {
        new Bootstrap(resources, nodes).run();
        this.sync = new WireSync(resources.store(), wire);
        this.kubelet = new Kubelet(resources, wire, sync, nodes);
        this.loop = new ControlLoop(resources.store(), List.of(new NamespaceController(resources),
                new DeploymentController(resources), new ReplicaSetController(resources),
                new StatefulSetController(resources), new DaemonSetController(resources), new Scheduler(resources),
                kubelet, new EndpointsController(resources), new GarbageCollector(resources)));
    }

    /** Fills an empty store with what every cluster has, and runs it from then on. */
    public static ControlPlane start(Resources resources, Wire wire, List<LabNode> nodes) {
        return new ControlPlane(resources, wire, nodes);
    }

    /** Why the network does not follow the objects at present, if so. */
    public Optional<String> networkProblem() {
        return sync.problem();
    }

    /** Stops controlling; pods stay as they are until the wire is closed. */
    @Override
    public void close() {
        loop.close();
        kubelet.close();
        sync.close();
    }
}
