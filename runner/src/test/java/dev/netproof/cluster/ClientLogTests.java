package dev.netproof.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientLogTests {

    private final Logger client = Logger.getLogger("io.fabric8.kubernetes");
    private final Logger below = Logger.getLogger("io.fabric8.kubernetes.client.dsl.internal.ExecWebSocketListener");

    @AfterEach
    void silent() {
        client.setLevel(Level.OFF);
    }

    @Test
    void theClientDoesNotTellWhatItThrows() {
        client.setLevel(null);

        ClientLog.silence();

        assertThat(below.isLoggable(Level.SEVERE)).isFalse();
        assertThat(Logger.getLogger("dev.netproof").isLoggable(Level.SEVERE)).isTrue();
    }

    @Test
    void whoWantsToHearItDoes() {
        client.setLevel(Level.FINE);

        ClientLog.silence();

        assertThat(below.isLoggable(Level.FINE)).isTrue();
    }
}
