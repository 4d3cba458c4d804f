package dev.netproof.manifests;

import java.nio.file.Path;
import java.util.List;

import dev.netproof.policy.Unevaluated;
import dev.netproof.snapshot.Snapshot;

/**
 * What manifests come to.
 *
 * @param snapshot of everything that could be read
 * @param places where each object stands
 * @param unread objects that have to do with the network, of kinds that are not known here
 * @param problems one line each: file, line and column, what is wrong, how to fix it. Empty if all is well
 */
public record ManifestSnapshot(Snapshot snapshot, Places places, List<Unevaluated> unread, List<String> problems) {

    public ManifestSnapshot {
        unread = List.copyOf(unread);
        problems = List.copyOf(problems);
    }

    /**
     * Reads files, and every {@code .yaml}, {@code .yml} and {@code .json} file in folders and their folders.
     *
     * <p>Objects without a namespace are in {@code default}, unless their kind has none. What an API server would refuse in
     * a policy, in labels or in a field that is read is a problem. Kinds that mean nothing to the network are passed over.
     */
    public static ManifestSnapshot read(List<Path> paths) {
        Documents documents = new Documents();
        paths.forEach(documents::read);
        ObjectReader objects = new ObjectReader(documents.problems());
        documents.found().forEach(objects::read);
        return new ManifestSnapshot(objects.snapshot(), objects.places(), objects.unread(),
                documents.problems().all());
    }
}
