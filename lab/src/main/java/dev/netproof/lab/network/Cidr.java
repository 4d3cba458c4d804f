package dev.netproof.lab.network;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A range of addresses of one family; a single address is a range of all its bits.
 *
 * @param network its first address as a number
 */
public record Cidr(IpFamily family, BigInteger network, int bits) {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|[01]?\\d?\\d)";
    private static final Pattern SYNTAX = Pattern
            .compile("(" + OCTET + "(?:\\." + OCTET + "){3}|(?=[^:]*:[^:]*:)[0-9A-Fa-f:.]{2,45})(?:/(\\d{1,3}))?");
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?:$|:)");

    /**
     * Reads {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code 2001:db8::1} or {@code 2001:db8::/32}; looks nothing up.
     *
     * @throws IllegalArgumentException if the text is neither an address nor a range of addresses
     */
    public static Cidr parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw malformed(text);
        }
        IpFamily family = IpFamily.of(text);
        int bits = matcher.group(2) == null ? width(family) : Integer.parseInt(matcher.group(2));
        if (bits > width(family)) {
            throw malformed(text);
        }
        return new Cidr(family, number(text, matcher.group(1)).and(mask(family, bits)), bits);
    }

    private static BigInteger number(String text, String literal) {
        try {
            // A literal by its syntax: nothing is looked up.
            InetAddress address = InetAddress.getByName(literal);
            if (literal.indexOf(':') >= 0 && !(address instanceof Inet6Address)) {
                throw malformed(text);
            }
            return new BigInteger(1, address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(malformed(text).getMessage(), e);
        }
    }

    /** Whether all of the other is in here; equal ranges are in each other. */
    public boolean contains(Cidr other) {
        return other.family == family && other.bits >= bits
                && other.network.and(mask(family, bits)).equals(network);
    }

    /** Whether it is one address. */
    public boolean isSingle() {
        return bits == width(family);
    }

    /** How many addresses it has; of more than 2^32 only so many count. */
    public long size() {
        return 1L << Math.min(32, width(family) - bits);
    }

    /** The address that many after the first. */
    public String address(long offset) {
        return text(network.add(BigInteger.valueOf(offset)));
    }

    @Override
    public String toString() {
        return isSingle() ? text(network) : text(network) + "/" + bits;
    }

    private String text(BigInteger address) {
        return switch (family) {
            case IPV4 -> IntStream.of(24, 16, 8, 0).mapToObj(shift -> part(address, shift, 255).toString())
                    .collect(Collectors.joining("."));
            case IPV6 -> compressed(IntStream.rangeClosed(0, 7)
                    .mapToObj(group -> part(address, 112 - 16 * group, 0xffff).toString(16))
                    .collect(Collectors.joining(":")));
        };
    }

    private static BigInteger part(BigInteger address, int shift, int mask) {
        return address.shiftRight(shift).and(BigInteger.valueOf(mask));
    }

    /** The longest run of zeros, the first of several, becomes two colons (RFC 5952). */
    private static String compressed(String groups) {
        Matcher runs = ZEROS.matcher(groups);
        int start = 0;
        int end = 0;
        for (int from = 0; runs.find(from); from = runs.end() - 1) {
            if (runs.group().chars().filter(c -> c == '0').count() > groups.substring(start, end).chars()
                    .filter(c -> c == '0').count()) {
                start = runs.start();
                end = runs.end();
            }
        }
        return end == 0 ? groups : groups.substring(0, start) + "::" + groups.substring(end);
    }

    private static int width(IpFamily family) {
        return switch (family) {
            case IPV4 -> 32;
            case IPV6 -> 128;
        };
    }

    private static BigInteger mask(IpFamily family, int bits) {
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).shiftLeft(width(family) - bits);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("'" + text
                + "' is no address or range. Write it as 10.0.0.1, 10.0.0.0/8, 2001:db8::1 or 2001:db8::/32.");
    }
}
