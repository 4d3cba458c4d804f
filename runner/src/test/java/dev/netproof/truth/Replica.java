package dev.netproof.truth;

/**
 * A pod of the world that may be a target.
 *
 * @param service whose replica it is; -1 for a pod of something else that got an address which was free
 * @param probed whether the kubelet keeps it Ready by a probe of its port
 * @param drifted whether its labels have drifted, so that no policy for ingress selects it
 * @param born when it runs and listens
 * @param ready when it first takes traffic
 * @param terminates when its deletion begins, which it lives through until it dies
 */
record Replica(String name, int service, String address, boolean probed, boolean drifted, long born, long ready,
        long terminates, long dies) {

    String uid() {
        return "uid-" + name;
    }

    boolean lives(long moment) {
        return born <= moment && moment < dies;
    }

    boolean isStranger() {
        return service < 0;
    }

    Replica ending(long from, long dead) {
        return new Replica(name, service, address, probed, drifted, born, ready, from, dead);
    }

    @Override
    public String toString() {
        return name + " of " + service + " at " + address + (probed ? " probed" : "") + (drifted ? " drifted" : "")
                + " "
                + new Span(born, dies) + (ready > 0 ? " ready " + Span.word(ready) : "")
                + (terminates < Span.EVER ? " terminates " + Span.word(terminates) : "");
    }
}
