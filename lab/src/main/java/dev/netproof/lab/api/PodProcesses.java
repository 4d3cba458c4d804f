package dev.netproof.lab.api;

import java.io.IOException;
import java.util.List;

/** Runs processes inside pods, for {@code pods/exec}. */
@FunctionalInterface
public interface PodProcesses {

    /** Starts a process in the pod, standard streams piped. Blocks for as long as that takes. */
    Process exec(String podUid, List<String> argv) throws IOException;
}
