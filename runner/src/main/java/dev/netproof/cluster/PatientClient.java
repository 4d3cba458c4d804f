package dev.netproof.cluster;

import java.util.concurrent.TimeUnit;

import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.ext.web.client.WebClientOptions;

/**
 * HTTP connections that notice when there is nobody at the other end any more.
 *
 * <p>The client sends pings over a WebSocket and does not look for the answers (RFC 6455 demands them), so an exec over a
 * connection that was dropped without a word would wait for TCP to give up, a quarter of an hour. A connection on which nothing
 * comes, not even those answers, is closed.
 */
final class PatientClient extends VertxHttpClientFactory {

    private final Patience patience;

    PatientClient(Patience patience) {
        this.patience = patience;
    }

    @Override
    protected void additionalConfig(WebClientOptions options) {
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS).setTcpKeepAlive(true);
        options.setReadIdleTimeout((int) patience.silence().toMillis());
    }
}
