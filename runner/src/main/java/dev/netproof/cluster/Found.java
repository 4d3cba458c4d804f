package dev.netproof.cluster;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What a search came to.
 *
 * @param refused the kinds that may not be listed, each with the reason: whether there are any is not known
 */
public record Found(List<HasMetadata> objects, Map<OwnKind, String> refused) {

    public Found {
        objects = List.copyOf(objects);
        refused = Map.copyOf(refused);
    }
}
