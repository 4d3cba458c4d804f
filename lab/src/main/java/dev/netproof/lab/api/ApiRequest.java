package dev.netproof.lab.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An HTTP request, read completely. */
record ApiRequest(String method, String path, Map<String, List<String>> query, String accept, String contentType,
        String body) {

    /** The first value of a query parameter, or empty. */
    String parameter(String name) {
        return query.getOrDefault(name, List.of("")).get(0);
    }

    boolean flag(String name) {
        String value = parameter(name);
        return value.equals("true") || value.equals("1");
    }

    boolean dryRun() {
        return !parameter("dryRun").isEmpty();
    }

    boolean wantsTable() {
        return accept.contains("as=Table");
    }

    /** The media type of the body without parameters. */
    String mediaType() {
        return contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }
}
