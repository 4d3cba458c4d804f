package dev.netproof.matrix.yaml;

import java.util.ArrayList;
import java.util.List;

import dev.netproof.evidence.Position;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Composes the YAML documents of a text, within limits that a matrix written in good faith never meets. */
public final class YamlDocuments {

    static final int DEEPEST = 20;
    static final int MOST_ALIASES = 100;

    private final Problems problems;

    public YamlDocuments(Problems problems) {
        this.problems = problems;
    }

    /** The documents up to the first that breaks YAML's own rules, which becomes a problem. */
    public List<Node> compose(String text) {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setCodePointLimit(Integer.MAX_VALUE);
        var parser = new ParserImpl(new StreamReader(text), options);
        var composer = new Composer(parser, new Resolver(), options);
        var documents = new ArrayList<Node>();
        try {
            while (composer.checkNode()) {
                documents.add(composer.getNode());
            }
        } catch (MarkedYAMLException e) {
            var mark = SyntaxErrors.where(e);
            problems.error(mark == null ? problems.atTop() : problems.at(mark), SyntaxErrors.explain(e));
        } catch (YAMLException e) {
            problems.error(whereItStopped(parser), limit(e));
        }
        return documents;
    }

    private static String limit(YAMLException error) {
        return error.getMessage() != null && error.getMessage().startsWith("Nesting")
                ? "the document nests deeper than " + DEEPEST + " levels, and a matrix needs 8. Write it flatter."
                : "aliases stand for lists or mappings more than " + MOST_ALIASES
                        + " times. Write repeated parts out, or let lists and otherwise do it.";
    }

    private Position whereItStopped(Parser parser) {
        try {
            return problems.at(parser.peekEvent().getStartMark());
        } catch (YAMLException e) {
            return problems.atTop();
        }
    }
}
