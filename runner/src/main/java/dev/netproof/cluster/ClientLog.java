package dev.netproof.cluster;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Keeps the client library from telling again, with stack traces on stderr, what it throws: each failure is told once, by whom
 * it is thrown to.
 *
 * <p>It logs by SLF4J, and what is below it by SLF4J where it is bound and by the JDK's logging where not; unless a build binds
 * another, all of it ends in the JDK's. Who has set a level for one of these loggers keeps it.
 */
final class ClientLog {

    /** Held, since the JDK forgets the level of a logger that nobody holds. */
    private static final List<Logger> LOGGERS = Stream.of("io.fabric8.kubernetes", "io.vertx", "io.netty")
            .map(Logger::getLogger)
            .toList();

    private ClientLog() {}

    static void silence() {
        for (Logger logger : LOGGERS) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.OFF);
            }
        }
    }
}
