package dev.netproof.matrix;

import java.util.Locale;

/** Kinds that have a pod template. */
public enum WorkloadKind {
    DEPLOYMENT, STATEFULSET, DAEMONSET;

    /** As a matrix spells it: {@code deployment}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
