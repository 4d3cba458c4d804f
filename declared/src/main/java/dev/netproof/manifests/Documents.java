package dev.netproof.manifests;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.netproof.evidence.Position;
import dev.netproof.matrix.yaml.SyntaxErrors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Finds the objects of files and folders: YAML documents, and the items of lists. */
final class Documents {

    private static final int MOST_CHARACTERS = 10 * 1024 * 1024;
    private static final int DEEPEST = 60;

    private final ManifestProblems problems = new ManifestProblems();
    private final List<Written.Mapping> found = new ArrayList<>();

    ManifestProblems problems() {
        return problems;
    }

    List<Written.Mapping> found() {
        return found;
    }

    void read(Path path) {
        if (!Files.exists(path)) {
            problems.add(path.toString(), "there is no such file or folder", "Check the path.");
            return;
        }
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> files = walk.filter(Files::isRegularFile)
                    .filter(file -> file.equals(path) || isManifest(file)).sorted().toList();
            if (files.isEmpty()) {
                problems.add(path.toString(), "no manifest is in this folder", "Put .yaml, .yml or .json files there.");
            }
            files.forEach(this::readFile);
        } catch (IOException e) {
            problems.add(path.toString(), "can't be read: " + e, "Check its permissions.");
        }
    }

    private static boolean isManifest(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private void readFile(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setNestingDepthLimit(DEEPEST);
        // What aliases come to is counted when they are followed.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try {
            // Tabs between the tokens of JSON are none of YAML's; its strings have none.
            String text = Files.readString(file).replace('\t', ' ');
            Composer composer = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
            while (composer.checkNode()) {
                var node = composer.getNode();
                if (!node.getTag().equals(Tag.NULL)) {
                    new WrittenReader(file.toString(), problems).read(node).ifPresent(this::accept);
                }
            }
        } catch (MalformedInputException e) {
            problems.add(file.toString(), "is not UTF-8 text", "Save it as UTF-8.");
        } catch (IOException e) {
            problems.add(file.toString(), "can't be read: " + e, "Check its permissions.");
        } catch (MarkedYAMLException e) {
            Mark mark = SyntaxErrors.where(e);
            problems.add(new Position(file.toString(), mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1), "malformed YAML: " + e.getProblem(),
                    "Check indentation and quotes; templates are not rendered here.");
        } catch (ReaderException e) {
            problems.add(file.toString(), "the character U+%04X can't stand in YAML".formatted(e.getCodePoint()),
                    "Remove it, or save the file as text.");
        } catch (YAMLException e) {
            problems.add(file.toString(), "malformed YAML: " + String.valueOf(e.getMessage()).lines().findFirst()
                    .orElse("it can't be read"), "Fix or split the file.");
        }
    }

    private void accept(Written document) {
        if (!(document instanceof Written.Mapping object)) {
            problems.add(document.at(), "this is no Kubernetes object",
                    "Give a mapping with apiVersion, kind and metadata.");
        } else if (String.valueOf(object.text("kind")).endsWith("List")
                && object.get("items") instanceof Written.Items items) {
            items.all().forEach(this::accept);
        } else {
            found.add(object);
        }
    }
}
