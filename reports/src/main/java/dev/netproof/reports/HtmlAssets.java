package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The style and the script of {@code report.html}, put together from the files beside it.
 *
 * @param page the page, with slots
 * @param style one style sheet
 * @param script one script
 */
record HtmlAssets(String page, String style, String script) {
    private static final List<String> STYLES = List.of("theme.css", "page.css", "views.css", "list.css", "story.css",
            "print.css");
    private static final String LAYOUT = "vendor/dagre.min.js";
    private static final String LAYOUT_LICENCE = "vendor/dagre.LICENSE";
    private static final List<String> SCRIPTS = List.of("dom.js", "data.js", "filters.js", "paint.js", "heatmap.js",
            "layout.js", "picture.js", "timeline.js", "list.js", "attempts.js", "story.js", "app.js");

    static HtmlAssets load() throws IOException {
        return new HtmlAssets(resource("page.html"), joined(STYLES), joinedScript());
    }

    /**
     * What a browser may do with the page: run this script, apply this style, and ask nobody for anything. No text of
     * a cluster or a matrix can be either, as their hashes would differ.
     */
    String contentSecurityPolicy() {
        return "default-src 'none'; script-src '" + hash(script) + "'; style-src '" + hash(style)
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    /** The same for a page that has the style alone. */
    String policyWithoutScript() {
        return "default-src 'none'; style-src '" + hash(style)
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String joinedScript() throws IOException {
        String layout = resource(LAYOUT).lines().filter(line -> !line.startsWith("//#")).collect(joining("\n"));
        return "/*\n" + resource(LAYOUT_LICENCE) + "*/\n" + layout + "\n(() => {\n'use strict';\n" + joined(SCRIPTS)
                + "})();\n";
    }

    private static String joined(List<String> names) throws IOException {
        StringBuilder joined = new StringBuilder();
        for (String name : names) {
            joined.append(resource(name)).append('\n');
        }
        return joined.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlAssets.class.getResourceAsStream("html/" + name)) {
            if (in == null) {
                throw new IOException("the resource html/" + name + " is missing from the build");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
