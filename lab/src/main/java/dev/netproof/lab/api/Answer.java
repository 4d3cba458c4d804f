package dev.netproof.lab.api;

import tools.jackson.databind.JsonNode;

/** What a request is answered with. */
sealed interface Answer {

    /** A JSON document. */
    record Document(int code, JsonNode body, String contentType) implements Answer {}

    /** Anything else that is written as text. */
    record Text(int code, String body, String contentType) implements Answer {}

    /** A stream of changes that goes on until one side ends it. */
    record Stream(WatchStream watch) implements Answer {}

    static Answer ok(JsonNode body) {
        return new Document(200, body, "application/json");
    }

    static Answer text(String body) {
        return new Text(200, body, "text/plain");
    }

    static Answer created(JsonNode body) {
        return new Document(201, body, "application/json");
    }

    static Answer refused(ApiError error) {
        return new Document(error.code(), error.status(), "application/json");
    }
}
