package dev.netproof.probe;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.evidence.ProbePod;
import dev.netproof.plan.Probe;
import dev.netproof.plan.ProbePodPlan;

/** Where the probes of one run happen: launches its probe pods, probes from them, and removes them. Thread-safe. */
public interface ProbeField extends AutoCloseable {

    /** Launches the pods side by side and waits until each runs or is known not to. */
    Launched launch(List<ProbePodPlan> pods);

    /**
     * Runs all probes side by side, one exec a pod.
     *
     * @param probes by the key of the pod they start from
     * @param awaitPulse keys of the pods whose exec waits for the kubelet to connect to the pod, two seconds at most, begins
     * half a second later, and watches for when it comes again
     * @return a record for every probe, whatever happened to it
     */
    Round round(Map<String, List<Probe>> probes, Set<String> awaitPulse);

    /**
     * Asks the pod's own resolver, which knows the cluster's names and those outside.
     *
     * @return the addresses of the name; empty when it did not resolve
     */
    List<String> resolve(String pod, String host);

    /** Removes all that was launched, however far it came. */
    @Override
    void close();

    /**
     * What became of a launch.
     *
     * @param running by key
     * @param failed by key, why the pod does not run
     * @param imageIds what was run in place of the probe image, as the nodes name it
     */
    record Launched(Map<String, ProbePod> running, Map<String, String> failed, Set<String> imageIds) {
        public Launched {
            running = Map.copyOf(running);
            failed = Map.copyOf(failed);
            imageIds = Set.copyOf(imageIds);
        }

        /** Of pods that do not tell what they run. */
        public Launched(Map<String, ProbePod> running, Map<String, String> failed) {
            this(running, failed, Set.of());
        }
    }
}
