package dev.netproof.lab.api;

import java.nio.charset.StandardCharsets;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body up to the limit of the real API server, 3 MiB. */
final class RequestBody {
    private static final int LIMIT = 3 * 1024 * 1024;

    private RequestBody() {}

    /** The body as text; fails with 413 once it is too large. */
    static Future<String> read(HttpServerRequest request) {
        Promise<String> done = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() <= LIMIT) {
                body.appendBuffer(part);
            } else {
                done.tryFail(ApiError.tooLarge(LIMIT));
            }
        });
        request.exceptionHandler(done::tryFail);
        request.endHandler(end -> done.tryComplete(body.toString(StandardCharsets.UTF_8)));
        return done.future();
    }
}
