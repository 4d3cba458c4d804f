package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Cuts the addresses of a family where some rule begins or ends. */
final class ExternalRanges {

    private ExternalRanges() {}

    /** Ascending, together all addresses; no rule tells apart two addresses of one range. */
    static List<IpRange> of(List<Rule> rules, boolean wide) {
        SortedSet<IpAddress> starts = new TreeSet<>();
        starts.add(IpAddress.lowest(wide));
        for (Rule rule : rules) {
            for (IpBlock block : rule.peers().blocks()) {
                cut(block.range(), wide, starts);
                block.except().forEach(range -> cut(range, wide, starts));
            }
        }
        List<IpRange> ranges = new ArrayList<>();
        IpAddress first = null;
        for (IpAddress start : starts) {
            if (first != null) {
                ranges.add(new IpRange(first, start.previous()));
            }
            first = start;
        }
        ranges.add(new IpRange(first == null ? IpAddress.lowest(wide) : first, IpAddress.highest(wide)));
        return ranges;
    }

    private static void cut(IpRange range, boolean wide, SortedSet<IpAddress> starts) {
        if (range.first().wide() == wide) {
            starts.add(range.first());
            if (!range.last().equals(IpAddress.highest(wide))) {
                starts.add(range.last().next());
            }
        }
    }
}
