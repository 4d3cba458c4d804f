package dev.netproof.lab;

import java.util.List;

/** A family of IP addresses. */
public enum IpFamily {
    IPV4("IPv4"), IPV6("IPv6");

    private final String word;

    IpFamily(String word) {
        this.word = word;
    }

    /** As the Kubernetes API spells it. */
    public String word() {
        return word;
    }

    /** The family of a well-formed address or range. */
    public static IpFamily of(String address) {
        return address.indexOf(':') < 0 ? IPV4 : IPV6;
    }

    /**
     * The families a lab can have.
     *
     * @throws IllegalArgumentException unless it is IPv4, or IPv4 and then IPv6
     */
    static List<IpFamily> requirePossible(List<IpFamily> families) {
        if (!families.equals(List.of(IPV4)) && !families.equals(List.of(IPV4, IPV6))) {
            throw new IllegalArgumentException(
                    "a lab of these address families is not possible. Choose ipv4, or ipv4,ipv6.");
        }
        return List.copyOf(families);
    }
}
