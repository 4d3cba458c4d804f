package dev.netproof.lab.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All objects of the lab and the history of their changes.
 *
 * <p>The trees it hands out are shared: copy before changing. Thread-safe; a change and its notification are one step, so
 * every subscriber sees all changes in the same order.
 */
public final class ObjectStore {
    private static final int HISTORY = 20_000;

    private final Map<ResourceType, NavigableMap<String, ObjectNode>> objects = new HashMap<>();
    private final Set<String> uids = new HashSet<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<Consumer<Change>> subscribers = new CopyOnWriteArrayList<>();
    private long revision = 1;
    private long forgotten;

    /** What happened to an object. */
    public enum ChangeKind {
        ADDED, MODIFIED, DELETED
    }

    /**
     * One change.
     *
     * @param object the object after it; for a deletion as it was last
     * @param before the object before it, null if it was added
     */
    public record Change(ChangeKind kind, ObjectKey key, ObjectNode object, @Nullable ObjectNode before,
            long revision) {}

    /** The objects of one type at one revision, ordered by namespace and name. */
    public record Listing(long revision, List<ObjectNode> objects) {}

    /** Does several reads and writes as one step. */
    public synchronized <T> T atomically(Supplier<T> steps) {
        return steps.get();
    }

    public synchronized long revision() {
        return revision;
    }

    public synchronized Optional<ObjectNode> get(ObjectKey key) {
        NavigableMap<String, ObjectNode> ofType = objects.get(key.type());
        return ofType == null ? Optional.empty() : Optional.ofNullable(ofType.get(path(key)));
    }

    /**
     * The objects of a type.
     *
     * @param namespace empty for all namespaces
     */
    public synchronized Listing list(ResourceType type, String namespace) {
        NavigableMap<String, ObjectNode> ofType = objects.getOrDefault(type, new TreeMap<>());
        Collection<ObjectNode> found = namespace.isEmpty()
                ? ofType.values()
                : ofType.subMap(namespace + "/", true, namespace + "0", false).values();
        return new Listing(revision, List.copyOf(found));
    }

    /** Every object in the namespace, or every object there is if it is empty. */
    public synchronized Map<ObjectKey, ObjectNode> everything(String namespace) {
        Map<ObjectKey, ObjectNode> found = new TreeMap<>();
        objects.forEach((type, ofType) -> ofType.values().forEach(object -> {
            ObjectKey key = ObjectKey.of(type, object);
            if (namespace.isEmpty() || key.namespace().equals(namespace)) {
                found.put(key, object);
            }
        }));
        return found;
    }

    public synchronized boolean hasUid(String uid) {
        return uids.contains(uid);
    }

    /** Stores the tree under a new resourceVersion; a tree that says nothing new is not stored. */
    synchronized ObjectNode put(ObjectKey key, ObjectNode object) {
        NavigableMap<String, ObjectNode> ofType = objects.computeIfAbsent(key.type(), type -> new TreeMap<>());
        ObjectNode before = ofType.get(path(key));
        if (before != null) {
            Json.child(object, "metadata").put("resourceVersion", Json.text(before, "metadata", "resourceVersion"));
            if (object.equals(before)) {
                return before;
            }
        }
        revision++;
        Json.child(object, "metadata").put("resourceVersion", Long.toString(revision));
        ofType.put(path(key), object);
        uids.add(Json.text(object, "metadata", "uid"));
        tell(new Change(before == null ? ChangeKind.ADDED : ChangeKind.MODIFIED, key, object, before, revision));
        return object;
    }

    synchronized Optional<ObjectNode> remove(ObjectKey key) {
        NavigableMap<String, ObjectNode> ofType = objects.get(key.type());
        ObjectNode before = ofType == null ? null : ofType.remove(path(key));
        if (before == null) {
            return Optional.empty();
        }
        revision++;
        uids.remove(Json.text(before, "metadata", "uid"));
        ObjectNode last = before.deepCopy();
        Json.child(last, "metadata").put("resourceVersion", Long.toString(revision));
        tell(new Change(ChangeKind.DELETED, key, last, before, revision));
        return Optional.of(last);
    }

    private void tell(Change change) {
        history.addLast(change);
        if (history.size() > HISTORY) {
            forgotten = history.removeFirst().revision();
        }
        subscribers.forEach(subscriber -> subscriber.accept(change));
    }

    /**
     * Tells the subscriber of every change after a revision, past ones at once.
     *
     * @param subscriber is called while the store is locked, so it only takes note
     * @return ends the subscription
     * @throws ApiError 410 if the history does not reach back that far
     */
    public synchronized Runnable subscribe(long after, Consumer<Change> subscriber) {
        if (after < forgotten) {
            throw ApiError.expired(after, forgotten);
        }
        List<Change> missed = new ArrayList<>();
        for (var newest = history.descendingIterator(); newest.hasNext();) {
            Change change = newest.next();
            if (change.revision() <= after) {
                break;
            }
            missed.add(change);
        }
        for (int i = missed.size() - 1; i >= 0; i--) {
            subscriber.accept(missed.get(i));
        }
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    private static String path(ObjectKey key) {
        return key.namespace() + "/" + key.name();
    }
}
