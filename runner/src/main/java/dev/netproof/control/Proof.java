package dev.netproof.control;

import dev.netproof.evidence.Control;
import dev.netproof.evidence.Grounds;

/**
 * What backs the last denied attempt at one endpoint.
 *
 * @param source whether the source's network worked at that time
 * @param target whether the target listened and was the same, before and after
 * @param closedForEveryone two or more sources tried the endpoint, and none reached it
 */
public record Proof(Control source, Control target, boolean closedForEveryone) {

    /** The same, with why no container started in the target's own pod to be asked. */
    public Proof because(String quote) {
        Control asked = new Control(target.kind(), target.subject(), target.proved(),
                new Grounds.NotAsked(target.grounds(), quote), target.before(), target.after());
        return new Proof(source, asked, closedForEveryone);
    }
}
