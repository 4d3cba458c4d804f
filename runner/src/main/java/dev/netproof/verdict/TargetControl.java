package dev.netproof.verdict;

import dev.netproof.evidence.Control;

/**
 * What backs a deny at one endpoint.
 *
 * @param closedForEveryone two or more sources tried the endpoint, and none reached it
 */
public record TargetControl(Control control, boolean closedForEveryone) {

    /** The same, with why the target's own pod could not be asked. */
    public TargetControl because(String reason) {
        return new TargetControl(new Control(control.kind(), control.subject(), control.proved(),
                control.detail() + "; its own pod could not be asked: " + reason), closedForEveryone);
    }
}
