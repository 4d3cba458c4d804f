package dev.netproof.matrix.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;

import dev.netproof.matrix.grammar.IncludePaths;
import dev.netproof.matrix.grammar.Quote;
import dev.netproof.matrix.yaml.Fields;
import dev.netproof.matrix.yaml.Problems;
import dev.netproof.matrix.yaml.Value;
import dev.netproof.matrix.yaml.Variables;

/** Brings in the peers of other files: those of all their documents of kind {@code Peers}, and of what these include. */
final class Includes {

    private static final int DEEPEST = 20;

    /**
     * What came of an include.
     *
     * @param files those the peers are from, in the order in which they were met
     * @param sound false when a problem was found in one of them
     */
    record Included(SequencedMap<String, Peer> peers, SequencedSet<InputFile> files, boolean sound) {

        static Included nothing(boolean sound) {
            return new Included(new LinkedHashMap<>(), new LinkedHashSet<>(), sound);
        }
    }

    private final InputFile.Shelf shelf;
    private final Map<InputFile, Included> read = new HashMap<>();
    private final List<InputFile> underway = new ArrayList<>();

    Includes(InputFile.Shelf shelf) {
        this.shelf = shelf;
    }

    /** What the key {@code include} of a spec brings in. */
    Included of(Fields spec, InputFile file) {
        int before = file.problems().errors();
        var peers = new LinkedHashMap<String, Peer>();
        var files = new LinkedHashSet<InputFile>();
        boolean sound = true;
        for (var item : spec.take("include").map(value -> value.items("Write [../peers.yaml].")).orElse(List.of())) {
            var included = find(item, file).map(other -> peersOf(other, item)).orElseGet(() -> Included.nothing(false));
            merge(included, peers, item);
            files.addAll(included.files());
            sound &= included.sound();
        }
        return new Included(peers, files, sound && file.problems().errors() == before);
    }

    private static void merge(Included included, Map<String, Peer> peers, Value item) {
        for (var peer : included.peers().values()) {
            var first = peers.putIfAbsent(peer.name(), peer);
            if (first != null && !first.position().equals(peer.position())) {
                item.wrong("include brings a peer " + Quote.of(peer.name()) + " from " + peer.position()
                        + ", and there is one at " + first.position() + ". Rename one of them.");
            }
        }
    }

    private Optional<InputFile> find(Value item, InputFile from) {
        return item.read(new IncludePaths()).flatMap(relative -> {
            var path = asOneWouldWriteIt(from.path().resolveSibling(relative));
            if (Files.isRegularFile(path)) {
                return Optional.of(shelf.take(path));
            }
            item.wrong(Files.isDirectory(path)
                    ? "include " + Quote.of(path.toString()) + " is a folder. Name a file."
                    : "there is no file " + Quote.of(path.toString())
                            + ". Check the path, which is relative to this file.");
            return Optional.empty();
        });
    }

    /** Without detours, where none of them leads through a link. */
    private static Path asOneWouldWriteIt(Path path) {
        try {
            return Files.isSameFile(path, path.normalize()) ? path.normalize() : path;
        } catch (IOException e) {
            return path.normalize();
        }
    }

    private Included peersOf(InputFile file, Value item) {
        if (underway.contains(file)) {
            item.wrong("files include each other: " + underway.stream().skip(underway.indexOf(file))
                    .map(member -> member.path() + " → ").collect(Collectors.joining()) + file.path()
                    + ". Move the peers they share into a file of their own.");
            return Included.nothing(false);
        }
        if (underway.size() == DEEPEST) {
            item.wrong("includes are nested deeper than " + DEEPEST + " files. Include the last of them from here.");
            return Included.nothing(false);
        }
        if (file.documents().stream().noneMatch(document -> document.claims(Document.Kind.PEERS))) {
            if (file.problems().errors() == 0) {
                item.wrong("include " + Quote.of(file.path().toString()) + " holds no kind: "
                        + Document.Kind.PEERS.word() + ". Put peers into it, under that kind.");
            }
            return Included.nothing(false);
        }
        return peersOf(file);
    }

    /** Those of the file's documents of kind {@code Peers}. */
    Included peersOf(InputFile file) {
        var known = read.get(file);
        if (known == null) {
            underway.add(file);
            known = readAll(file);
            underway.removeLast();
            read.put(file, known);
        }
        return known;
    }

    private Included readAll(InputFile file) {
        int before = file.problems().errors();
        var all = Included.nothing(true);
        all.files().add(file);
        boolean sound = true;
        for (var document : file.documents()) {
            if (document.claims(Document.Kind.PEERS)) {
                var spec = document.read(Document.Kind.PEERS).flatMap(Document.Parts::spec);
                sound &= spec.map(fields -> read(fields, file, all)).orElse(false);
            }
        }
        return new Included(all.peers(), all.files(), sound && file.problems().errors() == before);
    }

    private boolean read(Fields spec, InputFile file, Included all) {
        var included = of(spec, file);
        var written = new PeerReader(file.problems(), Variables.OF_THE_INCLUDING)
                .read(spec.require("peers", "Add the peers to share."));
        spec.close();
        add(included.peers().values(), all.peers(), file.problems());
        add(written.values(), all.peers(), file.problems());
        all.files().addAll(included.files());
        return included.sound();
    }

    /** Adds peers to those of the same names that are there already, which is a problem of theirs. */
    static void add(Collection<Peer> peers, Map<String, Peer> to, Problems problems) {
        for (var peer : peers) {
            var first = to.putIfAbsent(peer.name(), peer);
            if (first != null && !first.position().equals(peer.position())) {
                problems.error(peer.position(), "peer " + Quote.of(peer.name()) + " is also written at "
                        + first.position() + ". Rename one of them, or drop it.");
            }
        }
    }
}
