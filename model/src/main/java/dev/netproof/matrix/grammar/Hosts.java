package dev.netproof.matrix.grammar;

import java.util.regex.Pattern;

/** The DNS name of a host outside the cluster. */
public record Hosts() implements Grammar<String> {

    private static final int LONGEST = 253;
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?[0-9]+");
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/:?#@]*).*");
    private static final Pattern WITH_PORT = Pattern.compile("([^:]+):[0-9]+");

    @Override
    public Parsed<String> parse(String text) {
        if (isName(text)) {
            return Parsed.read(text);
        }
        if (new Addresses().parse(text) instanceof Parsed.Read<String>) {
            return Parsed.wrong("is an address", "Write address: " + text + ".");
        }
        var url = URL.matcher(text);
        if (url.matches() && isName(url.group(1))) {
            return Parsed.wrong("is a URL", "Write " + url.group(1) + "; path and scheme go into the edge's probe.");
        }
        var port = WITH_PORT.matcher(text);
        if (port.matches() && isName(port.group(1))) {
            return Parsed.wrong("holds a port", "Write " + port.group(1) + "; the port goes into the edge.");
        }
        if (text.endsWith(".") && isName(text.substring(0, text.length() - 1))) {
            return Parsed.wrong("ends in a dot", "Write " + text.substring(0, text.length() - 1) + ".");
        }
        if (text.startsWith("*")) {
            return Parsed.wrong("is a pattern", "Write the name of one host.");
        }
        return Parsed.wrong("is not a DNS name", "Write a name like api.example.org.");
    }

    static boolean isName(String text) {
        return text.length() <= LONGEST && NAME.matcher(text).matches()
                && !ENDS_IN_A_NUMBER.matcher(text).matches();
    }
}
