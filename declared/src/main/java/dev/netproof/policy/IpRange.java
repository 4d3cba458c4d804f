package dev.netproof.policy;

import java.util.Optional;

/** Consecutive addresses of one family, both ends included. */
public record IpRange(IpAddress first, IpAddress last) {

    public IpRange {
        if (first.wide() != last.wide() || first.compareTo(last) > 0) {
            throw new IllegalArgumentException("no range: " + first + " to " + last);
        }
    }

    static IpRange everything(boolean wide) {
        return new IpRange(IpAddress.lowest(wide), IpAddress.highest(wide));
    }

    /** Empty for everything but CIDR notation, such as {@code 10.0.0.0/8}. Host bits may be set. */
    public static Optional<IpRange> cidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || text.length() - slash > 4) {
            return Optional.empty();
        }
        String digits = text.substring(slash + 1);
        if (digits.isEmpty() || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(digits);
        return IpAddress.parse(text.substring(0, slash)).filter(address -> prefix <= address.bits())
                .map(address -> new IpRange(address.withHostBits(prefix, false), address.withHostBits(prefix, true)));
    }

    public boolean contains(IpAddress address) {
        return address.wide() == first.wide() && address.compareTo(first) >= 0 && address.compareTo(last) <= 0;
    }

    /** Whether all of the other is in it. */
    public boolean contains(IpRange other) {
        return contains(other.first) && contains(other.last);
    }

    /** Whether they have an address in common. */
    public boolean meets(IpRange other) {
        return contains(other.first) || other.contains(first);
    }

    /** One address. */
    public static IpRange of(IpAddress address) {
        return new IpRange(address, address);
    }

    public boolean isEverything() {
        return first.equals(IpAddress.lowest(first.wide())) && last.equals(IpAddress.highest(first.wide()));
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
