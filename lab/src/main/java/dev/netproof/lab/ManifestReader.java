package dev.netproof.lab;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.node.ObjectNode;

/** Reads manifests from files and folders, and collects all that is wrong with them. */
final class ManifestReader {
    private static final int MAX_CHARACTERS = 10 * 1024 * 1024;

    private final List<Manifest> manifests = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> placesByObject = new HashMap<>();

    List<Manifest> manifests() {
        return manifests;
    }

    List<String> problems() {
        return problems;
    }

    /** Reads a file, or every manifest in a folder and its folders. */
    void read(Path path) {
        if (!Files.exists(path)) {
            problems.add(path + ": there is no such file or folder. Check the path.");
            return;
        }
        try (Stream<Path> found = Files.walk(path)) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .filter(file -> file.equals(path) || isManifest(file)).sorted().toList();
            if (files.isEmpty()) {
                problems.add(path + ": no manifest is in this folder. Put .yaml, .yml or .json files there.");
            }
            files.forEach(this::readFile);
        } catch (IOException unreadable) {
            problems.add(path + ": cannot be read: " + unreadable + ". Check its permissions.");
        }
    }

    private static boolean isManifest(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(yaml|yml|json)");
    }

    private void readFile(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setMaxAliasesForCollections(1000);
        try {
            if (Files.size(file) > MAX_CHARACTERS) {
                problems.add(file + ": the file is larger than 10 MiB. Split it.");
                return;
            }
            String text = Files.readString(file);
            if (file.getFileName().toString().endsWith(".json")) {
                // YAML is a superset of JSON but for tabs; inside of JSON's strings there are none.
                text = text.replace('\t', ' ');
            }
            for (Node document : new Yaml(options).composeAll(new StringReader(text))) {
                if (!document.getTag().equals(Tag.NULL)) {
                    accept(file, document);
                }
            }
        } catch (MalformedInputException binary) {
            problems.add(file + ": is not UTF-8 text. Save it as UTF-8.");
        } catch (IOException unreadable) {
            problems.add(file + ": cannot be read: " + unreadable + ". Check its permissions.");
        } catch (MarkedYAMLException malformed) {
            problems.add(malformed(file, malformed));
        } catch (YAMLException malformed) {
            problems.add(file + ": malformed YAML: " + malformed.getMessage() + ". Fix or split the file.");
        } catch (StackOverflowError tooDeep) {
            problems.add(file + ": is nested too deep. Flatten it.");
        }
    }

    private static String malformed(Path file, MarkedYAMLException malformed) {
        Mark mark = malformed.getProblemMark();
        String where = mark == null ? file.toString() : place(file, mark) + ":" + (mark.getColumn() + 1);
        String fix = malformed instanceof YamlTree.Refused
                ? "Change it."
                : "Check indentation and quotes; templates are not rendered here.";
        return where + ": malformed YAML: " + malformed.getProblem() + ". " + fix;
    }

    private static String place(Path file, Mark mark) {
        return file + ":" + (mark.getLine() + 1);
    }

    private void accept(Path file, Node node) {
        String where = place(file, node.getStartMark());
        if (!(node instanceof MappingNode mapping)) {
            problems.add(where + ": this is no Kubernetes object. Give a map with apiVersion, kind and metadata.");
            return;
        }
        SequenceNode items = items(mapping);
        if (items != null) {
            items.getValue().forEach(item -> accept(file, item));
            return;
        }
        try {
            if (YamlTree.of(mapping) instanceof ObjectNode tree) {
                accept(new Manifest(where, tree));
            }
        } catch (YamlTree.Refused refused) {
            problems.add(malformed(file, refused));
        }
    }

    /** The items of a {@code kind: List}, or null if it is none. */
    private static @Nullable SequenceNode items(MappingNode mapping) {
        boolean list = false;
        SequenceNode items = null;
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                if (key.getValue().equals("kind") && entry.getValueNode() instanceof ScalarNode kind) {
                    list = kind.getValue().endsWith("List");
                } else if (key.getValue().equals("items") && entry.getValueNode() instanceof SequenceNode sequence) {
                    items = sequence;
                }
            }
        }
        return list ? items : null;
    }

    private void accept(Manifest manifest) {
        if (manifest.kind().equals("Kustomization")) {
            problems.add(manifest.where() + ": kustomizations are not rendered here. Give the output of kubectl"
                    + " kustomize instead.");
            return;
        }
        int before = problems.size();
        require(manifest, "apiVersion", manifest.apiVersion(), "Name it, such as apps/v1.");
        require(manifest, "kind", manifest.kind(), "Name it, such as Deployment.");
        require(manifest, "metadata.name", manifest.name(), "Give the object a name.");
        if (problems.size() == before) {
            String object = manifest.apiVersion() + " " + manifest.kind() + " " + manifest.namespace() + "/"
                    + manifest.name();
            String earlier = placesByObject.putIfAbsent(object, manifest.where());
            if (earlier != null) {
                problems.add(manifest.where() + ": " + manifest.kind() + " " + manifest.name() + " is already at "
                        + earlier + ". Remove one of them.");
            } else {
                manifests.add(manifest);
            }
        }
    }

    private void require(Manifest manifest, String field, String value, String fix) {
        if (value.isBlank()) {
            problems.add(manifest.where() + ": " + field + " is missing. " + fix);
        }
    }
}
