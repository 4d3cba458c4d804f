package dev.netproof.cluster;

import java.time.Duration;

/**
 * How long an API server is waited for.
 *
 * @param call one request with all its tries
 * @param attempt one try
 * @param connect one connection
 * @param ping how often an open WebSocket is asked for a sign of life
 * @param silence after which a connection that owes an answer, or a sign of life, is taken for dead
 * @param poll the shortest time between two looks at something that is awaited
 */
record Patience(Duration call, Duration attempt, Duration connect, Duration ping, Duration silence, Duration poll) {

    /** Seconds: an API server that restarts is waited for, and one that is gone holds nothing up for long. */
    static final Patience USUAL = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(5),
            Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1));

    /** So long a server that was found gone is not asked again. */
    Duration breath() {
        return call.dividedBy(20);
    }
}
