package dev.netproof.reports;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** A ticket that is an address on the web, and what to call it: any other ticket is but a word. */
record Ticket(URI address, String name) {

    /** Only what a browser may follow: a ticket is no place for {@code javascript:}. */
    static Optional<Ticket> onTheWeb(String ticket) {
        try {
            URI uri = new URI(ticket);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(new Ticket(uri, lastSegment(uri))) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String lastSegment(URI address) {
        String path = address.getPath();
        String segment = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
        return segment.isEmpty() ? address.toString() : segment;
    }
}
