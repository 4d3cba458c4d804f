package dev.netproof.lab.control;

/** Brings one aspect of the cluster to what the objects ask for. Finds out by itself what there is to do. */
@FunctionalInterface
interface Reconciler {

    void reconcile();
}
