package dev.netproof.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** The ports of one rule: the union of its entries, every port of every protocol if it has none. */
public final class RulePorts {

    static final int LOWEST = 1;
    static final int HIGHEST = 65_535;
    static final RulePorts ALL = new RulePorts(List.of());

    /** One entry. */
    public sealed interface Entry {

        /** Numbers of one protocol. */
        record Span(Transport transport, int first, int last) implements Entry {

            @Override
            public String toString() {
                return transport + (first == LOWEST && last == HIGHEST ? ""
                        : " " + first + (last == first ? "" : "-" + last));
            }
        }

        /**
         * A port by the name that containers give it.
         *
         * @param transport null for whichever the container's port has
         */
        record Named(@Nullable Transport transport, String name) implements Entry {

            @Override
            public String toString() {
                return (transport == null ? "" : transport + " ") + name;
            }
        }
    }

    private final List<Entry> entries;
    /** Per protocol, pairs of first and last: a loop over these allocates nothing. */
    private final Map<Transport, int[]> spans = new EnumMap<>(Transport.class);
    private final Entry.Named[] names;

    RulePorts(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        for (Transport transport : Transport.values()) {
            spans.put(transport, spans(transport));
        }
        names = entries.stream().filter(Entry.Named.class::isInstance).map(Entry.Named.class::cast)
                .toArray(Entry.Named[]::new);
    }

    private int[] spans(Transport transport) {
        List<Entry.Span> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Span span && span.transport() == transport) {
                found.add(span);
            }
        }
        if (entries.isEmpty()) {
            found.add(new Entry.Span(transport, LOWEST, HIGHEST));
        }
        return found.stream().flatMapToInt(span -> IntStream.of(span.first(), span.last())).toArray();
    }

    public List<Entry> entries() {
        return entries;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RulePorts ports && entries.equals(ports.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** Whether it is every port of every protocol. */
    public boolean isEverything() {
        return entries.isEmpty();
    }

    /** Whether every port of this is one of the other's, as far as single entries show it. */
    boolean isWithin(RulePorts other) {
        return other.isEverything() || (!isEverything() && entries.stream().allMatch(entry -> switch (entry) {
            case Entry.Named named -> other.entries.contains(named);
            case Entry.Span span -> other.entries.stream().anyMatch(wide -> wide instanceof Entry.Span whole
                    && whole.transport() == span.transport() && whole.first() <= span.first()
                    && span.last() <= whole.last());
        }));
    }

    /** {@code TCP 8080, TCP http}; {@code every port} if it is all of them. */
    @Override
    public String toString() {
        return isEverything() ? "every port"
                : entries.stream().map(Entry::toString).collect(Collectors.joining(", "));
    }

    boolean matchNumber(Transport transport, int port) {
        int[] pairs = Objects.requireNonNull(spans.get(transport));
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] <= port && port <= pairs[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name is meant: containers of the target give names their numbers. */
    boolean matchName(End target, Transport transport, int port) {
        for (Entry.Named named : names) {
            if ((named.transport() == null || named.transport() == transport)
                    && target.namedPorts.has(named.name(), transport, port)) {
                return true;
            }
        }
        return false;
    }

    /** Every port at which an answer may change, coming from below. */
    void boundaries(End target, Transport transport, IntConsumer boundary) {
        int[] pairs = Objects.requireNonNull(spans.get(transport));
        for (int i = 0; i < pairs.length; i += 2) {
            boundary.accept(pairs[i]);
            boundary.accept(pairs[i + 1] + 1);
        }
        if (names.length > 0) {
            for (NamedPorts.Port port : target.namedPorts.ports()) {
                if (port.transport() == transport) {
                    boundary.accept(port.number());
                    boundary.accept(port.number() + 1);
                }
            }
        }
    }
}
