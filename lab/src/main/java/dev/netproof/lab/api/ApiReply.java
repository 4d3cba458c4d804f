package dev.netproof.lab.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import tools.jackson.databind.node.ObjectNode;

/** Turns Vert.x requests into the server's own and its answers into Vert.x responses. */
final class ApiReply {
    private static final long BOOKMARK_MILLIS = 30_000;

    private ApiReply() {}

    static ApiRequest read(HttpServerRequest request, String body) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        request.params().forEach(
                entry -> query.computeIfAbsent(entry.getKey(), name -> new ArrayList<>()).add(entry.getValue()));
        String path = request.path();
        return new ApiRequest(request.method().name(), path == null ? "/" : path, query, header(request, "Accept"),
                header(request, "Content-Type"), body);
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    static void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        switch (answer) {
            case Answer.Document document -> response.setStatusCode(document.code())
                    .putHeader("Content-Type", document.contentType()).end(Json.write(document.body()));
            case Answer.Text text -> response.setStatusCode(text.code()).putHeader("Content-Type", text.contentType())
                    .end(text.body(), StandardCharsets.UTF_8.name());
            case Answer.Stream stream -> throw new IllegalArgumentException("a stream needs a timer: " + stream);
        }
    }

    static void send(Vertx vertx, HttpServerRequest request, Answer answer) {
        if (answer instanceof Answer.Stream stream) {
            HttpServerResponse response = request.response();
            response.setChunked(true).putHeader("Content-Type", "application/json");
            response.writeHead();
            stream(vertx, stream.watch(), new Sink() {
                @Override
                public void send(ObjectNode event) {
                    if (!response.closed() && !response.ended()) {
                        response.write(Json.write(event) + "\n");
                    }
                }

                @Override
                public void end() {
                    if (!response.closed() && !response.ended()) {
                        response.end();
                    }
                }

                @Override
                public void onGone(Runnable stop) {
                    response.closeHandler(gone -> stop.run());
                    if (response.closed()) {
                        stop.run();
                    }
                }
            });
        } else {
            send(request, answer);
        }
    }

    /** A watch over a WebSocket: one text message per event. */
    static void send(Vertx vertx, ServerWebSocket socket, WatchStream watch) {
        stream(vertx, watch, new Sink() {
            @Override
            public void send(ObjectNode event) {
                if (!socket.isClosed()) {
                    socket.writeTextMessage(Json.write(event));
                }
            }

            @Override
            public void end() {
                socket.close();
            }

            @Override
            public void onGone(Runnable stop) {
                socket.closeHandler(gone -> stop.run());
            }
        });
    }

    /** Where the events of a watch go. */
    private interface Sink {
        void send(ObjectNode event);

        void end();

        void onGone(Runnable stop);
    }

    private static void stream(Vertx vertx, WatchStream watch, Sink sink) {
        Context context = vertx.getOrCreateContext();
        Runnable stop = watch.start(event -> context.runOnContext(now -> sink.send(event)));
        List<Long> timers = new ArrayList<>();
        if (watch.wantsBookmarks()) {
            timers.add(vertx.setPeriodic(BOOKMARK_MILLIS, tick -> sink.send(watch.bookmark())));
        }
        if (watch.timeoutSeconds() > 0) {
            timers.add(vertx.setTimer(watch.timeoutSeconds() * 1000L, over -> sink.end()));
        }
        sink.onGone(() -> {
            timers.forEach(vertx::cancelTimer);
            stop.run();
        });
    }
}
