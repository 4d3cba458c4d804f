package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

import dev.netproof.lab.network.Cidr;

/**
 * Hands out the addresses of a range in turn, so that one given back is used again as late as possible: a probe of a
 * pod that is gone must not meet its successor, unless that is what is asked for.
 */
final class AddressPool {

    /** The first few are left to what a reader expects there: network, gateway. */
    private static final int FIRST = 4;

    private final Cidr range;
    private final Set<String> taken = new HashSet<>();
    private long next = FIRST;

    AddressPool(Cidr range) {
        this.range = range;
    }

    synchronized String take() throws IOException {
        for (long tries = FIRST; tries < range.size() - 1; tries++) {
            String address = range.address(next);
            next = next + 1 < range.size() - 1 ? next + 1 : FIRST;
            if (taken.add(address)) {
                return address;
            }
        }
        throw new IOException("lab network: all addresses of " + range + " are taken. Give it a wider pod range.");
    }

    /** Takes this very address, also one that was given back just now. */
    synchronized void take(String address) throws IOException {
        Cidr wanted = Cidr.parse(address);
        if (!wanted.isSingle() || !range.contains(wanted)) {
            throw new IOException(
                    address + " is not in the range " + range + " of the pod's node. Ask for one that is, or"
                            + " pin the pod to the node that has it.");
        }
        if (!taken.add(wanted.toString())) {
            throw new IOException(address + " is taken. Delete the pod that has it; this one waits for that.");
        }
    }

    synchronized void giveBack(String address) {
        taken.remove(address);
    }
}
