package dev.netproof.lab.api;

import tools.jackson.databind.node.ObjectNode;

/** What the server says it is. */
public final class ServerVersion {
    /** The {@code gitVersion} of {@code /version}. */
    public static final String GIT = "v1.33.0+netproof-lab";

    private ServerVersion() {}

    static ObjectNode document() {
        return Json.object().put("major", "1").put("minor", "33").put("gitVersion", GIT).put("gitCommit", "")
                .put("gitTreeState", "clean").put("buildDate", "2026-01-01T00:00:00Z").put("goVersion", "none")
                .put("compiler", "none").put("platform", "linux/amd64");
    }
}
