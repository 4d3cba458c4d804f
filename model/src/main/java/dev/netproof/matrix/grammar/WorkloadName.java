package dev.netproof.matrix.grammar;

import java.util.Optional;

import dev.netproof.matrix.WorkloadKind;

/** A workload as a matrix names it: {@code deployment/checkout-api}. */
public record WorkloadName(WorkloadKind kind, String name) {

    /** What such a text looks like. */
    public static final Grammar<String> GRAMMAR = text -> switch (parse(text)) {
        case Parsed.Read<WorkloadName> sound -> Parsed.read(text);
        case Parsed.Wrong<WorkloadName>(String what, String fix) -> Parsed.wrong(what, fix);
    };

    /** The workload that a text names, which has the look of one; variables may stand in its name. */
    public static Optional<WorkloadName> of(String text) {
        int slash = text.indexOf('/');
        return Optional.ofNullable(Vocabulary.WORKLOADS.words().get(text.substring(0, Math.max(0, slash))))
                .map(kind -> new WorkloadName(kind, text.substring(slash + 1)));
    }

    private static Parsed<WorkloadName> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Parsed.wrong("names no kind", "Write " + example(text) + ", or statefulset/ or daemonset/.");
        }
        return switch (Vocabulary.WORKLOADS.parse(text.substring(0, slash))) {
            case Parsed.Wrong<WorkloadKind>(String what, String fix) ->
                Parsed.wrong("is of a kind that " + what, fix);
            case Parsed.Read<WorkloadKind>(WorkloadKind kind) -> named(kind, text.substring(slash + 1));
        };
    }

    private static Parsed<WorkloadName> named(WorkloadKind kind, String name) {
        return switch (Names.SUBDOMAIN.parse(name)) {
            case Parsed.Wrong<String>(String what, String fix) -> Parsed.wrong("has a name that " + what, fix);
            case Parsed.Read<String>(String sound) -> Parsed.read(new WorkloadName(kind, sound));
        };
    }

    private static String example(String text) {
        return "deployment/" + (Names.SUBDOMAIN.parse(text) instanceof Parsed.Read<String> ? text : "NAME");
    }
}
