package dev.netproof.lab.api;

import java.util.Optional;

import tools.jackson.core.JacksonException;

/** Finds who answers a path. */
final class ApiRoutes {
    private final ResourceRequests resources;
    private final Discovery discovery;
    private final OpenApi openApi;

    ApiRoutes(Resources resources) {
        this.resources = new ResourceRequests(resources);
        this.discovery = new Discovery(resources.types());
        this.openApi = new OpenApi(resources.types());
    }

    /** The answer to a request, a refusal included. */
    Answer answer(ApiRequest request) {
        try {
            return find(request);
        } catch (ApiError refused) {
            return Answer.refused(refused);
        } catch (JacksonException wrongShape) {
            return Answer.refused(ApiError.badRequest("the object provided is unrecognized: "
                    + wrongShape.getOriginalMessage()));
        }
    }

    private Answer find(ApiRequest request) {
        String path = request.path().length() > 1 && request.path().endsWith("/")
                ? request.path().substring(0, request.path().length() - 1)
                : request.path();
        switch (path) {
            case "/version" -> {
                return Answer.ok(ServerVersion.document());
            }
            case "/healthz", "/livez", "/readyz" -> {
                return Answer.text("ok");
            }
            default -> {
            }
        }
        if (path.startsWith("/openapi/")) {
            return openApi.answer(path).orElseThrow(ApiError::noSuchPath);
        }
        Optional<Answer> found = discovery.answer(path, request.accept());
        if (found.isPresent()) {
            return found.get();
        }
        ApiPath parsed = ApiPath.parse(path).orElseThrow(ApiError::noSuchPath);
        return Reviews.answer(parsed, request).orElseGet(() -> resources.answer(request, parsed));
    }
}
