package dev.netproof.lab.api;

import java.util.List;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;

/** Requests that become WebSockets: {@code pods/exec} and watches. What is wrong with them is answered over HTTP. */
final class Upgrades {
    private final Vertx vertx;
    private final ApiRoutes routes;
    private final PodSubresources pods;
    private final PodProcesses processes;

    Upgrades(Vertx vertx, ApiRoutes routes, PodSubresources pods, PodProcesses processes) {
        this.vertx = vertx;
        this.routes = routes;
        this.pods = pods;
        this.processes = processes;
    }

    /** What a socket is for. */
    private sealed interface Purpose {

        record Exec(String podUid, List<String> command, ExecSession.Wanted wanted) implements Purpose {}

        record Watch(WatchStream stream) implements Purpose {}

        record None(Answer refusal) implements Purpose {}
    }

    void handle(HttpServerRequest request) {
        ApiRequest read = ApiReply.read(request, "");
        request.pause();
        vertx.executeBlocking(() -> purpose(read), false).onSuccess(purpose -> {
            switch (purpose) {
                case Purpose.None none -> {
                    request.resume();
                    ApiReply.send(request, none.refusal());
                }
                case Purpose.Exec exec -> request.toWebSocket().onSuccess(socket -> serve(socket, exec));
                case Purpose.Watch watch -> request.toWebSocket()
                        .onSuccess(socket -> ApiReply.send(vertx, socket, watch.stream()));
            }
        }).onFailure(failure -> {
            request.resume();
            ApiReply.send(request, Answer.refused(ApiError.internal(failure)));
        });
    }

    private void serve(ServerWebSocket socket, Purpose.Exec exec) {
        ExecSession.serve(socket, exec.wanted(), () -> processes.exec(exec.podUid(), exec.command()));
    }

    private Purpose purpose(ApiRequest request) {
        try {
            ApiPath path = ApiPath.parse(request.path()).orElseThrow(ApiError::noSuchPath);
            if (path.plural().equals("pods") && path.subresource().equals("exec")) {
                List<String> command = request.query().getOrDefault("command", List.of());
                String uid = pods.uidForExec(new ObjectKey(ResourceTypes.PODS, path.namespace(), path.name()),
                        request.parameter("container"), command);
                return new Purpose.Exec(uid, command, new ExecSession.Wanted(request.flag("stdin"),
                        request.flag("stdout"), request.flag("stderr")));
            }
            return routes.answer(request) instanceof Answer.Stream stream
                    ? new Purpose.Watch(stream.watch())
                    : new Purpose.None(Answer.refused(ApiError.badRequest("this resource cannot be upgraded to a"
                            + " WebSocket")));
        } catch (ApiError refused) {
            return new Purpose.None(Answer.refused(refused));
        }
    }
}
