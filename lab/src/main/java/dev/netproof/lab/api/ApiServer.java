package dev.netproof.lab.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;

/** The API over HTTPS on 127.0.0.1, for who has the token. */
public final class ApiServer implements AutoCloseable {
    private static final int MAX_FRAME = 8 * 1024 * 1024;
    private static final int MAX_MESSAGE = 64 * 1024 * 1024;

    private final Vertx vertx;
    private final HttpServer server;
    private final String token;
    private final ServerCertificate certificate;
    private final ApiRoutes routes;
    private final Upgrades upgrades;

    private ApiServer(Vertx vertx, Resources resources, PodProcesses processes) {
        this.vertx = vertx;
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
        this.certificate = ServerCertificate.make();
        this.routes = new ApiRoutes(resources);
        this.upgrades = new Upgrades(vertx, routes, new PodSubresources(resources), processes);
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions().addCertValue(Buffer.buffer(certificate.certificate()))
                        .addKeyValue(Buffer.buffer(certificate.key())))
                .setMaxHeaderSize(64 * 1024).setMaxInitialLineLength(64 * 1024).setMaxWebSocketFrameSize(MAX_FRAME)
                .setMaxWebSocketMessageSize(MAX_MESSAGE).addWebSocketSubProtocol("v5.channel.k8s.io")
                .addWebSocketSubProtocol("v4.channel.k8s.io");
        this.server = vertx.createHttpServer(options).requestHandler(this::handle);
    }

    /**
     * Starts serving.
     *
     * @param port 0 for any free one
     * @throws IOException if the port is taken
     */
    public static ApiServer start(Resources resources, PodProcesses processes, int port) throws IOException {
        Vertx vertx = Vertx
                .vertx(new VertxOptions().setUseDaemonThread(true).setEventLoopPoolSize(2).setWorkerPoolSize(8)
                        .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)));
        ApiServer api = new ApiServer(vertx, resources, processes);
        try {
            api.server.listen(port, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException refused) {
            api.close();
            throw new IOException("127.0.0.1:" + port + ": the API server cannot listen there: "
                    + refused.getCause() + ". Choose another port, or 0 for any.", refused);
        }
        return api;
    }

    public int port() {
        return server.actualPort();
    }

    public String url() {
        return "https://127.0.0.1:" + port();
    }

    /** What clients send as {@code Authorization: Bearer}. */
    public String token() {
        return token;
    }

    /** The certificate clients are to trust, PEM. */
    public String certificateAuthority() {
        return certificate.certificate();
    }

    private void handle(HttpServerRequest request) {
        if (!isAuthorized(request)) {
            ApiReply.send(request, Answer.refused(ApiError.unauthorized()));
        } else if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            upgrades.handle(request);
        } else {
            RequestBody.read(request).compose(
                    body -> vertx.executeBlocking(() -> routes.answer(ApiReply.read(request, body)), false))
                    .onSuccess(answer -> ApiReply.send(vertx, request, answer))
                    .onFailure(failure -> ApiReply.send(request, Answer.refused(
                            failure instanceof ApiError refused ? refused : ApiError.internal(failure))));
        }
    }

    private boolean isAuthorized(HttpServerRequest request) {
        String given = request.getHeader("Authorization");
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8),
                ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    /** Ends every connection. */
    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failed) {
            throw new UncheckedIOException(new IOException("the API server did not stop", failed));
        }
    }
}
