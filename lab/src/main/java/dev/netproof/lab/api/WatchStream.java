package dev.netproof.lab.api;

import java.util.List;
import java.util.function.Consumer;

import dev.netproof.lab.api.ObjectStore.Change;
import dev.netproof.lab.api.ObjectStore.ChangeKind;
import dev.netproof.lab.api.ObjectStore.Listing;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A watch: the events one client wants to see, from the revision it names. */
final class WatchStream {
    private final ObjectStore store;
    private final ResourceType type;
    private final String namespace;
    private final ListFilter filter;
    private final ApiRequest request;
    private boolean columnsSent;

    WatchStream(ObjectStore store, ResourceType type, String namespace, ListFilter filter, ApiRequest request) {
        this.store = store;
        this.type = type;
        this.namespace = namespace;
        this.filter = filter;
        this.request = request;
    }

    /** Seconds after which the client wants the watch to end; 0 for never. */
    int timeoutSeconds() {
        String text = request.parameter("timeoutSeconds");
        return text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
    }

    boolean wantsBookmarks() {
        return request.flag("allowWatchBookmarks");
    }

    /**
     * Sends events until the returned handle is run.
     *
     * @param out is called under the store's lock, so it only takes note
     */
    Runnable start(Consumer<ObjectNode> out) {
        String from = request.parameter("resourceVersion");
        boolean fromNow = from.isEmpty() || from.equals("0") || request.flag("sendInitialEvents");
        return store.atomically(() -> {
            try {
                long after = fromNow ? sendPresent(out) : revision(from);
                return store.subscribe(after, change -> send(change, out));
            } catch (ApiError error) {
                out.accept(event("ERROR", error.status()));
                return () -> {};
            }
        });
    }

    private static long revision(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw ApiError.badRequest("invalid resource version \"" + text + "\"");
        }
        return Long.parseLong(text);
    }

    private long sendPresent(Consumer<ObjectNode> out) {
        Listing present = store.list(type, namespace);
        present.objects().stream().filter(filter::matches)
                .forEach(object -> out.accept(event("ADDED", shown(object))));
        if (request.flag("sendInitialEvents")) {
            ObjectNode bookmark = bookmark();
            Json.child(bookmark, "object", "metadata", "annotations").put("k8s.io/initial-events-end", "true");
            out.accept(bookmark);
        }
        return present.revision();
    }

    /** An event that says only how far the watch has come. */
    ObjectNode bookmark() {
        ObjectNode mark = Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
        mark.putObject("metadata").put("resourceVersion", Long.toString(store.revision()));
        return event("BOOKMARK", mark);
    }

    private void send(Change change, Consumer<ObjectNode> out) {
        ObjectKey key = change.key();
        boolean elsewhere = !namespace.isEmpty() && !key.namespace().equals(namespace);
        if (elsewhere || !key.type().equals(type)) {
            return;
        }
        boolean matches = change.kind() != ChangeKind.DELETED && filter.matches(change.object());
        boolean matched = matched(change.before());
        if (matches) {
            out.accept(event(matched ? "MODIFIED" : "ADDED", shown(change.object())));
        } else if (matched) {
            out.accept(event("DELETED", shown(change.object())));
        }
    }

    private boolean matched(@Nullable ObjectNode before) {
        return before != null && filter.matches(before);
    }

    private ObjectNode shown(ObjectNode object) {
        if (!request.wantsTable()) {
            return object;
        }
        ObjectNode table = Table.of(type, List.of(object), Json.text(object, "metadata", "resourceVersion"),
                request.parameter("includeObject"));
        if (columnsSent) {
            table.putNull("columnDefinitions");
        }
        columnsSent = true;
        return table;
    }

    private static ObjectNode event(String kind, ObjectNode object) {
        ObjectNode event = Json.object().put("type", kind);
        event.set("object", object);
        return event;
    }
}
