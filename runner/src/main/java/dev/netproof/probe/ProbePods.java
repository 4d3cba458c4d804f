package dev.netproof.probe;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.netproof.cluster.Cluster;
import dev.netproof.cluster.ClusterException;
import dev.netproof.cluster.InParallel;
import dev.netproof.cluster.Uninterrupted;
import dev.netproof.evidence.ProbePod;
import dev.netproof.plan.ProbePodPlan;
import dev.netproof.probe.Removal.Leftover;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/**
 * The probe pods of a run, from launch to removal. To be closed, whatever happens in between.
 *
 * <p>In each namespace one owner object owns the pods, so that the cluster removes them even when the run can't.
 */
public final class ProbePods implements AutoCloseable {

    /** Creations at a time: more than ten saturate a small cluster. */
    private static final int CREATIONS = 16;

    private final Cluster cluster;
    private final RunMark mark;
    private final ProbePodOptions options;
    private final Leftovers leftovers;

    /**
     * Only what the cluster confirmed: an object of the same name that it refused to overwrite is not ours. What was
     * created although the answer got lost is found by its mark.
     */
    private final Queue<HasMetadata> created = new ConcurrentLinkedQueue<>();
    private final Queue<HasMetadata> doubtful = new ConcurrentLinkedQueue<>();
    private Set<String> namespaces = Set.of();
    private List<Launch> launches = List.of();
    private @Nullable Removal removal;

    private ProbePods(Cluster cluster, RunMark mark, ProbePodOptions options, Leftovers leftovers) {
        this.cluster = cluster;
        this.mark = mark;
        this.options = options;
        this.leftovers = leftovers;
    }

    /**
     * Launches a pod for each plan and waits until each runs or is known not to. A pod that can't be had is a
     * {@link Launch.Failed}, and the others work.
     *
     * @throws ClusterException when interrupted; then, as after any exception, nothing is left behind
     */
    public static ProbePods launch(Cluster cluster, RunMark mark, ProbePodOptions options,
            Collection<ProbePodPlan> plans) {
        return launch(cluster, mark, options, plans, new Leftovers(cluster));
    }

    static ProbePods launch(Cluster cluster, RunMark mark, ProbePodOptions options, Collection<ProbePodPlan> plans,
            Leftovers leftovers) {
        ProbePods pods = new ProbePods(cluster, mark, options, leftovers);
        try {
            pods.launch(plans);
            return pods;
        } catch (RuntimeException | Error e) {
            try {
                pods.close();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** One for each plan, in the order of the plans. */
    public List<Launch> launches() {
        return launches;
    }

    /**
     * Removes pods and owners, and waits until they are gone, at most {@link Leftovers#PATIENCE}. Called again, it
     * returns the first result.
     */
    public synchronized Removal remove() {
        Removal done = removal;
        if (done == null) {
            // An interrupted run still cleans up.
            done = Uninterrupted.call(this::removeAll);
            removal = done;
        }
        return done;
    }

    /**
     * Removes everything, unless {@link #remove} did.
     *
     * @throws ClusterException when something is left behind; says what, and the command that removes it
     */
    @Override
    public void close() {
        if (removal == null && !remove().complete()) {
            throw new ClusterException(remove().remark());
        }
    }

    private void launch(Collection<ProbePodPlan> plans) {
        namespaces = plans.stream().map(ProbePodPlan::namespace).collect(Collectors.toSet());
        Map<String, Owner> owners = InParallel.map(namespaces, CREATIONS, this::own).stream()
                .collect(Collectors.toMap(Owner::namespace, owner -> owner));
        List<Creation> creations = InParallel.map(plans, CREATIONS,
                plan -> create(plan, requireOwner(owners, plan.namespace())));
        launches = InParallel.map(creations, Integer.MAX_VALUE, this::await);
    }

    /** @param object null when it could not be created, for the reason given */
    private record Owner(String namespace, @Nullable ConfigMap object, String reason) {}

    /** @param pod null when it could not be created, for the reason given */
    private record Creation(ProbePodPlan plan, String name, @Nullable Pod pod, String reason) {}

    private static Owner requireOwner(Map<String, Owner> owners, String namespace) {
        Owner owner = owners.get(namespace);
        if (owner == null) {
            throw new IllegalStateException("no owner was tried in " + namespace);
        }
        return owner;
    }

    private Owner own(String namespace) {
        ConfigMap wanted = OwnerSpec.of(namespace, mark);
        try {
            ConfigMap owner = cluster.create(wanted);
            created.add(owner);
            return new Owner(namespace, owner, "");
        } catch (ClusterException e) {
            doubt(wanted, e);
            return new Owner(namespace, null, e.reason());
        }
    }

    private Creation create(ProbePodPlan plan, Owner owner) {
        if (owner.object() == null) {
            return new Creation(plan, "", null, owner.reason());
        }
        Pod wanted = ProbePodSpec.of(plan, mark, options, owner.object());
        String name = wanted.getMetadata().getName();
        try {
            Pod pod = cluster.create(wanted);
            created.add(pod);
            return new Creation(plan, name, pod, "");
        } catch (ClusterException e) {
            doubt(wanted, e);
            return new Creation(plan, name, null, e.reason());
        }
    }

    private void doubt(HasMetadata wanted, ClusterException e) {
        if (e.isUnanswered()) {
            doubtful.add(wanted);
        }
    }

    private Launch await(Creation creation) {
        Pod created = creation.pod();
        if (created == null) {
            return failed(creation, creation.reason());
        }
        Pod now;
        try {
            now = cluster.await(created, pod -> !(PodStart.of(pod) instanceof PodStart.Waiting),
                    options.startLimit());
        } catch (ClusterException e) {
            return failed(creation, explain(created, e));
        }
        return switch (PodStart.of(now)) {
            case PodStart.Running running -> new Launch.Running(creation.plan(), now, ProbePodSpec.CONTAINER);
            case PodStart.Failed failure -> failed(creation, failure.reason());
            case PodStart.Waiting waiting -> failed(creation, "the pod waits for " + waiting.what());
        };
    }

    /** The wait failed: the pod itself may say why. */
    private String explain(Pod created, ClusterException failure) {
        try {
            Pod now = cluster.pod(created.getMetadata().getNamespace(), created.getMetadata().getName());
            return switch (PodStart.of(now)) {
                case PodStart.Waiting waiting -> "the pod did not start within " + options.startLimit().toSeconds()
                        + " s, it waits for: " + waiting.what();
                case PodStart.Failed failed -> failed.reason();
                case PodStart.Running running -> failure.reason();
            };
        } catch (ClusterException gone) {
            return failure.reason() + " Somebody deleted it before it ran: a DaemonSet or bare ReplicaSet whose "
                    + "selector matches its labels does so.";
        }
    }

    private static Launch failed(Creation creation, String reason) {
        ProbePodPlan plan = creation.plan();
        Pod pod = creation.pod();
        String uid = pod == null ? null : pod.getMetadata().getUid();
        ProbePod evidence = new ProbePod(plan.namespace(), creation.name(), uid, null, plan.node(), plan.labels());
        return new Launch.Failed(plan, evidence, reason);
    }

    private Removal removeAll() {
        if (namespaces.isEmpty()) {
            return new Removal(List.of(), List.of());
        }
        // By name first: that works without the right to list.
        Map<ObjectRef, String> refusals = new HashMap<>();
        InParallel.map(created, CREATIONS, this::delete).forEach(refusals::putAll);
        Removal rest = leftovers.remove(RunSelection.ofRun(namespaces, mark.runId()), created, doubtful);
        List<ObjectRef> left = rest.leftovers().stream().map(Leftover::object).toList();
        Stream<ObjectRef> gone = Stream.concat(created.stream().map(ObjectRef::of), rest.removed().stream()).distinct()
                .filter(object -> !left.contains(object));
        return new Removal(gone.toList(), rest.leftovers().stream().map(leftover -> new Leftover(leftover.object(),
                refusals.getOrDefault(leftover.object(), leftover.reason()))).toList());
    }

    private Map<ObjectRef, String> delete(HasMetadata object) {
        try {
            cluster.delete(object);
            return Map.of();
        } catch (ClusterException e) {
            return Map.of(ObjectRef.of(object), e.reason());
        }
    }
}
