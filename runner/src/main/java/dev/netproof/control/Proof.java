package dev.netproof.control;

import dev.netproof.evidence.Control;

/**
 * What backs the last denied attempt at one endpoint.
 *
 * @param source whether the source's network worked at that time
 * @param target whether the target listened and was the same, before and after
 * @param closedForEveryone two or more sources tried the endpoint, and none reached it
 */
public record Proof(Control source, Control target, boolean closedForEveryone) {

    /** The same, with why the target's own pod could not be asked. */
    public Proof because(String reason) {
        Control asked = new Control(target.kind(), target.subject(), target.proved(),
                target.detail() + "; its own pod could not be asked: " + reason, target.before(), target.after());
        return new Proof(source, asked, closedForEveryone);
    }
}
