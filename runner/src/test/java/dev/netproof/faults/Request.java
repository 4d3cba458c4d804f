package dev.netproof.faults;

/**
 * A request as the proxy sees it.
 *
 * @param path without the query
 * @param query empty for none
 */
public record Request(String method, String path, String query, boolean upgrade) {

    public boolean isExec() {
        return path.endsWith("/exec");
    }

    public boolean isWatch() {
        return query.contains("watch=true");
    }

    /** Of one object or of a list, not a watch. */
    public boolean isRead() {
        return method.equals("GET") && !isExec() && !isWatch();
    }

    public boolean isWrite() {
        return !method.equals("GET");
    }

    /** A word that is in the path: a resource, a namespace or a name. */
    public boolean isOf(String word) {
        return ("/" + path + "/").contains("/" + word + "/");
    }
}
