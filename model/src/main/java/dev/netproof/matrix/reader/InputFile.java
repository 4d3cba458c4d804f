package dev.netproof.matrix.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.netproof.matrix.yaml.Problems;
import dev.netproof.matrix.yaml.SourceText;
import dev.netproof.matrix.yaml.YamlDocuments;

/** A file that is part of a reading, read once however many others speak of it. */
public final class InputFile {

    private final Path path;
    private final Problems problems;
    private final Optional<SourceText> source;
    private final List<Document> documents;

    /** @param path as the user would write it */
    InputFile(Path path) {
        this.path = path;
        this.problems = new Problems(path.toString());
        this.source = SourceText.read(path, problems);
        this.documents = source.map(SourceText::text).map(new YamlDocuments(problems)::compose).orElse(List.of())
                .stream().map(node -> new Document(node, problems)).filter(document -> !document.isEmpty()).toList();
    }

    public Path path() {
        return path;
    }

    /** What is wrong with the file, as far as it was looked at. */
    public Problems problems() {
        return problems;
    }

    /** Empty when it can't be read. */
    public Optional<SourceText> source() {
        return source;
    }

    /** Those in which anything is written. */
    public List<Document> documents() {
        return documents;
    }

    /** All files of one reading. */
    public static final class Shelf {

        private final Map<Path, InputFile> byRealPath = new HashMap<>();
        private final Consumer<Problems> pages;

        /** @param pages takes what is wrong with each file, in the order in which they are met */
        public Shelf(Consumer<Problems> pages) {
            this.pages = pages;
        }

        /** The file, by the path under which it was met first. */
        public InputFile take(Path path) {
            return byRealPath.computeIfAbsent(real(path), real -> {
                var file = new InputFile(path);
                pages.accept(file.problems());
                return file;
            });
        }

        private static Path real(Path path) {
            try {
                return path.toRealPath();
            } catch (IOException e) {
                return path.toAbsolutePath().normalize();
            }
        }
    }
}
