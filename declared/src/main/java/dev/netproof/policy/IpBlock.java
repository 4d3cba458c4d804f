package dev.netproof.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A range of addresses with ranges carved out.
 *
 * @param cidr as the policy spells it
 */
public record IpBlock(String cidr, IpRange range, List<IpRange> except) {

    public IpBlock {
        except = List.copyOf(except);
    }

    static IpBlock of(String cidr, List<String> except) throws UnreadablePolicyException {
        IpRange whole = range(cidr);
        List<IpRange> carved = new ArrayList<>();
        for (String part : except) {
            IpRange range = range(part);
            if (!whole.contains(range) || whole.equals(range)) {
                throw new UnreadablePolicyException("excepts '" + part + "', which is no part of '" + cidr + "'");
            }
            carved.add(range);
        }
        return new IpBlock(cidr, whole, carved);
    }

    /**
     * Whether an end of a flow is in this block.
     *
     * @param address null where it is not known yet: then only a block of all addresses holds it
     */
    public boolean contains(@Nullable IpAddress address) {
        if (address == null) {
            return range.isEverything() && except.isEmpty();
        }
        if (!range.contains(address)) {
            return false;
        }
        for (int i = 0; i < except.size(); i++) {
            if (except.get(i).contains(address)) {
                return false;
            }
        }
        return true;
    }

    private static IpRange range(@Nullable String cidr) throws UnreadablePolicyException {
        return Optional.ofNullable(cidr).flatMap(IpRange::cidr)
                .orElseThrow(() -> new UnreadablePolicyException("has '" + cidr + "' where a CIDR such as 10.0.0.0/8"
                        + " must stand"));
    }

    /** Whether it holds some address of the range. */
    public boolean meets(IpRange other) {
        return range.meets(other) && except.stream().noneMatch(carved -> carved.contains(other)
                || (other.contains(range) && carved.contains(range)));
    }

    /** Whether every address of this is one of the other's, as far as single ranges show it. */
    boolean isWithin(IpBlock other) {
        return other.range.contains(range) && other.except.stream()
                .allMatch(carved -> !carved.meets(range) || except.stream().anyMatch(own -> own.contains(carved)));
    }
}
