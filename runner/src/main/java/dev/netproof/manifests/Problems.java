package dev.netproof.manifests;

import java.util.ArrayList;
import java.util.List;

/** All that is wrong, in the order in which it was found. */
final class Problems {

    private final List<String> all = new ArrayList<>();

    void add(String where, String problem, String mend) {
        all.add(where + ": " + problem + ". " + mend);
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
