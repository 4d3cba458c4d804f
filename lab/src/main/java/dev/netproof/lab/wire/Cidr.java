package dev.netproof.lab.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of IPv4 addresses; a single address is a range of 32 bits. */
record Cidr(int network, int bits) {

    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?:/(\\d{1,2}))?");

    /** @throws IllegalArgumentException if the text is neither an IPv4 address nor a range of them */
    static Cidr parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw malformed(text);
        }
        int address = 0;
        for (String part : matcher.group(1).split("\\.", -1)) {
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                throw malformed(text);
            }
            address = (address << 8) | octet;
        }
        int bits = matcher.group(2) == null ? 32 : Integer.parseInt(matcher.group(2));
        if (bits > 32) {
            throw malformed(text);
        }
        return new Cidr(address & mask(bits), bits);
    }

    boolean contains(Cidr other) {
        return other.bits >= bits && (other.network & mask(bits)) == network;
    }

    long size() {
        return 1L << (32 - bits);
    }

    /** The address that many after the first. */
    String address(long offset) {
        return text(network + (int) offset);
    }

    @Override
    public String toString() {
        return bits == 32 ? text(network) : text(network) + "/" + bits;
    }

    private static String text(int address) {
        return (address >>> 24) + "." + ((address >>> 16) & 255) + "." + ((address >>> 8) & 255) + "."
                + (address & 255);
    }

    private static int mask(int bits) {
        return bits == 0 ? 0 : -1 << (32 - bits);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no IPv4 address or range. Write it as 10.0.0.1 or 10.0.0.0/8.");
    }
}
