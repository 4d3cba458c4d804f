package dev.netproof.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address as a number.
 *
 * @param wide whether it is IPv6
 * @param high upper 64 bits, unsigned; zero for IPv4
 * @param low lower 64 bits, unsigned
 */
public record IpAddress(boolean wide, long high, long low) implements Comparable<IpAddress> {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]{2,45}");

    /** Empty for everything but a literal; nothing is looked up. An IPv4 address in IPv6's dress is IPv4. */
    public static Optional<IpAddress> parse(String literal) {
        if (!IPV4.matcher(literal).matches() && !IPV6.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(InetAddress.getByName(literal).getAddress());
            return Optional.of(bytes.capacity() == 4 ? new IpAddress(false, 0, bytes.getInt() & 0xFFFF_FFFFL)
                    : new IpAddress(true, bytes.getLong(), bytes.getLong()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static IpAddress lowest(boolean wide) {
        return new IpAddress(wide, 0, 0);
    }

    static IpAddress highest(boolean wide) {
        return wide ? new IpAddress(true, -1, -1) : new IpAddress(false, 0, 0xFFFF_FFFFL);
    }

    int bits() {
        return wide ? 128 : 32;
    }

    /** The next one; after the highest comes the lowest. */
    IpAddress next() {
        if (!wide) {
            return new IpAddress(false, 0, low + 1 & 0xFFFF_FFFFL);
        }
        return new IpAddress(true, low == -1 ? high + 1 : high, low + 1);
    }

    IpAddress previous() {
        if (!wide) {
            return new IpAddress(false, 0, low - 1 & 0xFFFF_FFFFL);
        }
        return new IpAddress(true, low == 0 ? high - 1 : high, low - 1);
    }

    /** The first (or last) address of the range that starts with {@code prefix} bits of this one. */
    IpAddress withHostBits(int prefix, boolean set) {
        int host = bits() - prefix;
        long lowMask = host >= 64 ? -1 : (1L << host) - 1;
        long highMask = host <= 64 ? 0 : host == 128 ? -1 : (1L << (host - 64)) - 1;
        long allowed = wide ? -1 : 0xFFFF_FFFFL;
        return set ? new IpAddress(wide, high | highMask, (low | lowMask) & allowed)
                : new IpAddress(wide, high & ~highMask, low & ~lowMask);
    }

    @Override
    public int compareTo(IpAddress other) {
        if (wide != other.wide) {
            return wide ? 1 : -1;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        ByteBuffer bytes = wide ? ByteBuffer.allocate(16).putLong(high).putLong(low)
                : ByteBuffer.allocate(4).putInt((int) low);
        try {
            String text = InetAddress.getByAddress(bytes.array()).getHostAddress();
            return wide ? shortened(text) : text;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The longest run of zeros as {@code ::}, as RFC 5952 has it. */
    private static String shortened(String text) {
        String padded = ":" + text + ":";
        for (int zeros = 8; zeros >= 2; zeros--) {
            String run = ":" + "0:".repeat(zeros);
            int at = padded.indexOf(run);
            if (at >= 0) {
                String before = padded.substring(0, at);
                String after = padded.substring(at + run.length());
                return (before.isEmpty() ? "" : before.substring(1)) + "::"
                        + (after.isEmpty() ? "" : after.substring(0, after.length() - 1));
            }
        }
        return text;
    }
}
