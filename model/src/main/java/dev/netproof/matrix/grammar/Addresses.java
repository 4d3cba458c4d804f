package dev.netproof.matrix.grammar;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 literal that leads away from the pod that tries it. */
public record Addresses() implements Grammar<String> {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]{2,45}");
    private static final Pattern RANGE = Pattern.compile("[0-9A-Fa-f:.]+/[0-9]{1,3}");

    @Override
    public Parsed<String> parse(String text) {
        if (RANGE.matcher(text).matches()) {
            return Parsed.wrong("is a range", "Write one address of it.");
        }
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Hosts.isName(text)
                    ? Parsed.wrong("is a name", "Write host: " + text + ".")
                    : notAnAddress();
        }
        try {
            // A literal by now, so nothing is looked up.
            return usable(text, InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return notAnAddress();
        }
    }

    private static Parsed<String> usable(String text, InetAddress address) {
        if (text.indexOf(':') >= 0 && !(address instanceof Inet6Address)) {
            return Parsed.wrong("is an IPv4 address in the dress of IPv6", "Write " + address.getHostAddress() + ".");
        }
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return Parsed.wrong("is the probe pod itself", "Write an address that the peer has for others.");
        }
        if (address.isMulticastAddress() || "255.255.255.255".equals(text)) {
            return Parsed.wrong("is the address of a group", "Write the address of one host.");
        }
        return Parsed.read(text);
    }

    private static Parsed<String> notAnAddress() {
        return Parsed.wrong("is not an IP address", "Write a literal, like 203.0.113.7 or 2001:db8::7.");
    }
}
