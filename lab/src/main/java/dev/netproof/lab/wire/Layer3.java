package dev.netproof.lab.wire;

import dev.netproof.lab.network.IpFamily;

/** What the packet filter calls a family of addresses. */
enum Layer3 {
    IP("ip", "ipv4_addr", ""), IP6("ip6", "ipv6_addr", "6");

    private final String word;
    private final String type;
    private final String suffix;

    Layer3(String word, String type, String suffix) {
        this.word = word;
        this.type = type;
        this.suffix = suffix;
    }

    static Layer3 of(String address) {
        return switch (IpFamily.of(address)) {
            case IPV4 -> IP;
            case IPV6 -> IP6;
        };
    }

    /** The protocol in matches and translations. */
    String word() {
        return word;
    }

    /** Of the elements of sets and maps. */
    String type() {
        return type;
    }

    /** This family's twin of a map or set of the {@link Firewall}: none holds addresses of two. */
    String twin(String name) {
        return name + suffix;
    }

    /** An address before a port. */
    String beforePort(String address) {
        return this == IP6 ? "[" + address + "]" : address;
    }
}
