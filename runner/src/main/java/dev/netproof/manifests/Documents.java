package dev.netproof.manifests;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Finds the YAML documents of files and folders. */
final class Documents {

    private static final int MOST_CHARACTERS = 10 * 1024 * 1024;
    private static final int DEEPEST = 60;

    /**
     * A document, or an item of a list.
     *
     * @param node as it stands in the file
     */
    record Found(String file, Node node, Map<?, ?> fields) {

        /** File and line. */
        String where() {
            return place(file, node);
        }

        private static String place(String file, Node node) {
            return file + ":" + (node.getStartMark().getLine() + 1);
        }
    }

    private final Problems problems = new Problems();
    private final List<Found> found = new ArrayList<>();

    Problems problems() {
        return problems;
    }

    List<Found> found() {
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
        options.setAllowDuplicateKeys(false);
        try {
            // Tabs between the tokens of JSON are none of YAML's; its strings have none.
            String text = Files.readString(file).replace('\t', ' ');
            Composer composer = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
            while (composer.checkNode()) {
                accept(file, composer.getNode(), options);
            }
        } catch (MalformedInputException e) {
            problems.add(file.toString(), "is not UTF-8 text", "Save it as UTF-8.");
        } catch (IOException e) {
            problems.add(file.toString(), "can't be read: " + e, "Check its permissions.");
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null ? file.toString()
                    : file + ":" + (e.getProblemMark().getLine() + 1) + ":" + (e.getProblemMark().getColumn() + 1);
            problems.add(where, "malformed YAML: " + e.getProblem(),
                    "Check indentation and quotes; templates are not rendered here.");
        } catch (YAMLException e) {
            problems.add(file.toString(), "malformed YAML: " + e.getMessage(), "Mend or split the file.");
        }
    }

    private void accept(Path file, Node node, LoaderOptions options) {
        if (node.getTag().equals(Tag.NULL)) {
            return;
        }
        Object value = new Values(options).of(node);
        if (!(value instanceof Map<?, ?> fields)) {
            problems.add(Found.place(file.toString(), node), "this is no Kubernetes object",
                    "Give a mapping with apiVersion, kind and metadata.");
        } else if (String.valueOf(fields.get("kind")).endsWith("List")
                && fields.get("items") instanceof List<?> items) {
            Node list = Objects.requireNonNullElse(Places.field(node, "items"), node);
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) instanceof Map<?, ?> object) {
                    found.add(new Found(file.toString(), i < Places.items(list).size() ? Places.items(list).get(i)
                            : node, object));
                }
            }
        } else {
            found.add(new Found(file.toString(), node, fields));
        }
    }

    /** Turns nodes into maps, lists and scalars, and nothing else. */
    private static final class Values extends SafeConstructor {

        private Values(LoaderOptions options) {
            super(options);
        }

        private Object of(Node node) {
            return constructDocument(node);
        }
    }
}
