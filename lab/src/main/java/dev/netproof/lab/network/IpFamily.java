package dev.netproof.lab.network;

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
}
