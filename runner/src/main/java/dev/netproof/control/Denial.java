package dev.netproof.control;

import java.time.Duration;

import dev.netproof.evidence.Attempt;
import dev.netproof.evidence.Observation;
import dev.netproof.evidence.Outcome;
import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.Stage;
import dev.netproof.time.Window;

/**
 * When the packets of one attempt were sent that came to nothing.
 *
 * @param last the same as the first where no more than one can be counted on
 * @param answered whether an answer came back that refuses: then the network carried both
 */
record Denial(Moment first, Moment last, boolean answered) {

    /** RFC 6298: the first packet of a connection is sent again after a second. Linux has it as {@code TCP_TIMEOUT_INIT}. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** By then it surely was: timers are late, never early. */
    private static final Duration SURELY_AGAIN = Duration.ofMillis(1500);

    /** The clock of a driver. It is cut, not rounded. */
    private static final Duration GRAIN = Duration.ofMillis(10);

    /**
     * Of a closed attempt.
     *
     * @param span from before its tool started until after it ended
     * @param patience for how long the tool waits for an answer, at least
     */
    static Denial of(Attempt attempt, Observation.Closed closed, Window span, Duration patience) {
        int round = attempt.round();
        boolean silence = closed.outcome() == Outcome.TIMEOUT;
        // A tool that was silent to its end had sent its first packet so long before.
        Duration sent = silence ? max(span.from(), span.to().minus(patience).plus(GRAIN)) : span.to();
        Moment first = new Moment(round, new Window(span.from(), sent));
        boolean again = silence && attempt.endpoint().protocol() == Protocol.TCP && closed.stage() == Stage.CONNECT
                && patience.compareTo(SURELY_AGAIN) >= 0;
        Duration soonest = span.from().plus(AGAIN).minus(GRAIN);
        return new Denial(first, again ? new Moment(round, new Window(soonest, max(soonest, span.to()))) : first,
                closed.outcome() == Outcome.REFUSED || closed.stage() == Stage.EXCHANGE);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
