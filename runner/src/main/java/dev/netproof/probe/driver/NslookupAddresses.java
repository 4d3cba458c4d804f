package dev.netproof.probe.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses in an answer of nslookup, BIND's or BusyBox's: those after the first {@code Name:} line. The ones before it
 * are the resolver's.
 */
public final class NslookupAddresses {

    private static final Pattern ADDRESS = Pattern.compile("Address(?: \\d+)?:\\s+([0-9a-fA-F.:]+)(?:\\s.*)?");

    private NslookupAddresses() {}

    public static List<String> of(String output) {
        List<String> addresses = new ArrayList<>();
        boolean answered = false;
        for (String line : output.lines().toList()) {
            Matcher address = ADDRESS.matcher(line.strip());
            if (line.startsWith("Name:")) {
                answered = true;
            } else if (answered && address.matches() && !addresses.contains(address.group(1))) {
                addresses.add(address.group(1));
            }
        }
        return List.copyOf(addresses);
    }
}
