package dev.netproof.control;

import dev.netproof.time.Window;

/**
 * When something happened in a pod. Rounds follow each other, and in a round each pod has one exec.
 *
 * @param window since that exec began
 */
record Moment(int round, Window window) {

    boolean isBefore(Moment other) {
        return round < other.round || (round == other.round && window.isBefore(other.window));
    }
}
