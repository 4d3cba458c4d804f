package dev.netproof.lab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ObjectStoreTests {
    private final ObjectStore store = new ObjectStore();

    /** A tree with a name and labels. */
    static ObjectNode labelled(String name, String... labels) {
        ObjectNode object = Json.object();
        ObjectNode map = Json.child(object, "metadata").put("name", name).put("namespace", "default").put("uid", name)
                .putObject("labels");
        for (int i = 0; i < labels.length; i += 2) {
            map.put(labels[i], labels[i + 1]);
        }
        return object;
    }

    private long put(ObjectNode object) {
        return Long.parseLong(Json.text(store.put(ObjectKey.of(ResourceTypes.PODS, object), object), "metadata",
                "resourceVersion"));
    }

    @Test
    void everyChangeHasAHigherRevisionAndNoChangeHasNone() {
        long first = put(labelled("a", "x", "1"));
        long second = put(labelled("a", "x", "2"));
        long third = put(labelled("a", "x", "2"));

        assertThat(second).isGreaterThan(first);
        assertThat(third).isEqualTo(second);
        assertThat(store.revision()).isEqualTo(second);
    }

    @Test
    void aSubscriberSeesWhatItMissedAndThenWhatComes() {
        long first = put(labelled("a", "x", "1"));
        put(labelled("a", "x", "2"));
        List<String> seen = new ArrayList<>();

        Runnable end = store.subscribe(first,
                change -> seen.add(change.kind() + Json.text(change.object(), "metadata", "labels", "x")));
        put(labelled("a", "x", "3"));
        store.remove(ObjectKey.of(ResourceTypes.PODS, labelled("a")));
        end.run();
        put(labelled("b"));

        assertThat(seen).containsExactly("MODIFIED2", "MODIFIED3", "DELETED3");
    }

    @Test
    void whatTheHistoryNoLongerHoldsIsExpired() {
        long first = put(labelled("a", "x", "start"));
        for (int i = 0; i < 20_010; i++) {
            put(labelled("a", "x", "v" + i));
        }

        assertThatThrownBy(() -> store.subscribe(first, change -> {})).isInstanceOfSatisfying(ApiError.class, error -> {
            assertThat(error.code()).isEqualTo(410);
            assertThat(error.reason()).isEqualTo("Expired");
        });
    }
}
