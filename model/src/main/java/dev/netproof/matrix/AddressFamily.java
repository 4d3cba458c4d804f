package dev.netproof.matrix;

/** One of the two kinds of addresses. */
public enum AddressFamily {
    IPV4("IPv4"), IPV6("IPv6");

    private final String word;

    AddressFamily(String word) {
        this.word = word;
    }

    /** As a matrix and Kubernetes write it. */
    public String word() {
        return word;
    }

    /** Of a literal address. */
    public static AddressFamily of(String address) {
        return address.contains(":") ? IPV6 : IPV4;
    }
}
