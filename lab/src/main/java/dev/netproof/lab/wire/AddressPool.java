package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

import dev.netproof.lab.Cidr;

/**
 * Hands out the addresses of a range in turn, so that one given back is used again as late as possible: a probe of a
 * pod that is gone must not meet its successor.
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

    synchronized void giveBack(String address) {
        taken.remove(address);
    }
}
