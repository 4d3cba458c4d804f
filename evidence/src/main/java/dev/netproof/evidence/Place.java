package dev.netproof.evidence;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What an end of an edge, or an address, is: by its names, so that nobody has to read them out of a sentence. */
public sealed interface Place {

    /** The namespace it is in; null outside the cluster, and for what is of the whole cluster. */
    @Nullable
    String namespace();

    /** Pods that are there already. */
    sealed interface Running extends Place {

        @Override
        String namespace();
    }

    /**
     * The pods of a workload: as a target, each replica; as a source, a pod that takes on the identity of its template.
     *
     * @param kind as a matrix spells it: {@code deployment}
     */
    record Workload(String kind, String namespace, String name) implements Running {}

    /** Every pod that carries these labels, and maybe others. */
    record Pods(String namespace, Map<String, String> labels) implements Running {
        public Pods {
            labels = Map.copyOf(labels);
        }
    }

    /** A pod that is launched with these labels. */
    record Labels(String namespace, Map<String, String> labels) implements Place {
        public Labels {
            labels = Map.copyOf(labels);
        }
    }

    /** An ephemeral container in one of some pods. */
    record Within(Running pods) implements Place {

        @Override
        public String namespace() {
            return pods.namespace();
        }
    }

    /** A Service. */
    record Service(String namespace, String name) implements Place {}

    /** One pod. */
    record Pod(String namespace, String name) implements Place {}

    /**
     * A pod that listens in the place of pods that do not run yet.
     *
     * @param peer whose pods it stands for
     */
    record StandIn(String peer, String namespace, String name) implements Place {}

    /**
     * A probe pod as it was planned, before it had a name.
     *
     * @param key of its plan
     */
    record Probe(String namespace, String key) implements Place {}

    /** An endpoint of a Service that is no pod. */
    record Slice(String namespace, String name) implements Place {}

    /** A node of the cluster. */
    record Node(String name) implements Place {

        @Override
        public @Nullable String namespace() {
            return null;
        }
    }

    /** An address of which no more is known; a literal, or a range of them. */
    record Address(String address) implements Place {

        @Override
        public @Nullable String namespace() {
            return null;
        }
    }

    /** A name that is resolved outside the cluster's API. */
    record Host(String host) implements Place {

        @Override
        public @Nullable String namespace() {
            return null;
        }
    }

    /** An address that is kept for documentation (RFC 5737, RFC 3849), where nothing may answer. */
    record Nowhere() implements Place {

        @Override
        public @Nullable String namespace() {
            return null;
        }
    }
}
