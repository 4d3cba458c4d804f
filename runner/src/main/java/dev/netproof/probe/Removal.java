package dev.netproof.probe;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a removal came to.
 *
 * @param removed gone from the cluster; a pod only when its node confirmed that it ended
 */
public record Removal(List<ObjectRef> removed, List<Leftover> leftovers) {

    public Removal {
        removed = List.copyOf(removed);
        leftovers = List.copyOf(leftovers);
    }

    /**
     * An object that may still be there.
     *
     * @param reason why it is not known to be gone
     */
    public record Leftover(ObjectRef object, String reason) {}

    public boolean complete() {
        return leftovers.isEmpty();
    }

    /** Empty when nothing is left; else one sentence an object, with the command that removes it. */
    public String remark() {
        return leftovers.stream()
                .map(left -> "Left behind: " + left.object().describe() + ": " + left.reason() + ". Remove it with `"
                        + left.object().removal() + "`.")
                .collect(Collectors.joining("\n"));
    }
}
