package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ports of one protocol.
 *
 * @param ranges ascending, apart from each other by at least one port
 */
public record PortSet(List<Range> ranges) {

    public static final PortSet NONE = new PortSet(List.of());
    public static final PortSet ALL = new PortSet(List.of(new Range(RulePorts.LOWEST, RulePorts.HIGHEST)));

    /** Consecutive ports, both ends included. */
    public record Range(int first, int last) {

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    public PortSet {
        ranges = List.copyOf(ranges);
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    PortSet union(PortSet other) {
        if (isEmpty() || equals(other)) {
            return other;
        }
        Builder union = new Builder();
        int i = 0;
        int j = 0;
        while (i < ranges.size() || j < other.ranges.size()) {
            boolean own = j == other.ranges.size()
                    || (i < ranges.size() && ranges.get(i).first() <= other.ranges.get(j).first());
            Range next = own ? ranges.get(i++) : other.ranges.get(j++);
            union.add(next.first(), next.last());
        }
        return union.build();
    }

    /** Unites ranges that come in ascending order of their first ports. */
    static final class Builder {

        private final List<Range> ranges = new ArrayList<>();

        void add(int first, int last) {
            Range previous = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
            if (previous != null && first <= previous.last() + 1) {
                ranges.set(ranges.size() - 1, new Range(previous.first(), Math.max(previous.last(), last)));
            } else {
                ranges.add(new Range(first, last));
            }
        }

        PortSet build() {
            return ranges.isEmpty() ? NONE : new PortSet(ranges);
        }
    }

    /** {@code 8080,9090-9099}. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
