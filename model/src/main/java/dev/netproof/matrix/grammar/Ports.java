package dev.netproof.matrix.grammar;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Port;

/**
 * A port: a number or the name of one, and after a slash its protocol, TCP when left out.
 *
 * <p>Names are those of RFC 6335 as Kubernetes restricts them: at most 15 lower-case letters, digits and single
 * hyphens, at least one letter.
 */
public record Ports() implements Grammar<Port> {

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern NAME = Pattern.compile("(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern LISTED = Pattern.compile("[0-9]+([ ,-]+[0-9]+)+");
    private static final Pattern PADDED = Pattern.compile("0+([1-9][0-9]{0,4})");
    private static final Pattern PROGRAMMERS = Pattern
            .compile("0[xob][0-9A-Fa-f_]+|[0-9]+(_[0-9]+)+|[0-9]+\\.0*|[+-][0-9]+");
    private static final Pattern SEXAGESIMAL = Pattern.compile("[0-9]+(:[0-9]+)+");
    private static final List<String> PROTOCOLS = Arrays.stream(Protocol.values()).map(Enum::name).toList();
    private static final int LONGEST_NAME = 15;
    private static final int LONGEST = 64;

    @Override
    public Parsed<Port> parse(String text) {
        if (text.length() > LONGEST) {
            return neither();
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return port(text, Protocol.TCP);
        }
        var port = text.substring(0, slash);
        var word = text.substring(slash + 1);
        if (word.equalsIgnoreCase("SCTP")) {
            return Parsed.wrong("asks for SCTP, which no tool of the probe pod can speak",
                    "Drop the port, or the edge.");
        }
        return protocol(word).map(protocol -> port(port, protocol))
                .orElseGet(() -> Parsed.wrong("has an unknown protocol",
                        PROTOCOLS.stream().filter(word::equalsIgnoreCase).findFirst()
                                .map(known -> "Write " + port + "/" + known + ".")
                                .orElse("Write it like 53/UDP; without one it is TCP.")));
    }

    private static Optional<Protocol> protocol(String word) {
        return Arrays.stream(Protocol.values()).filter(known -> known.name().equals(word)).findFirst();
    }

    private static Parsed<Port> port(String text, Protocol protocol) {
        var padded = PADDED.matcher(text);
        if (padded.matches()) {
            return Parsed.wrong("has a leading zero, which some readers of YAML take for octal",
                    "Write " + padded.group(1) + ".");
        }
        if (DIGITS.matcher(text).matches()) {
            return number(text, protocol);
        }
        if (LISTED.matcher(text).matches()) {
            return Parsed.wrong("is more than one port", "Write a list, like [80, 443].");
        }
        if (SEXAGESIMAL.matcher(text).matches()) {
            return Parsed.wrong("is a number to base 60 to some readers of YAML", "Write one port from 1 to 65535.");
        }
        if (PROGRAMMERS.matcher(text).matches()) {
            return Parsed.wrong("is not a plain number", "Write decimal digits only.");
        }
        if (text.length() > LONGEST_NAME || !NAME.matcher(text).matches()) {
            return neither();
        }
        return Parsed.read(new Port.Named(text, protocol));
    }

    private static Parsed<Port> neither() {
        return Parsed.wrong("is neither a port number nor the name of a port",
                "Write 1 to 65535, or a name of at most 15 lower-case letters, digits and hyphens.");
    }

    private static Parsed<Port> number(String digits, Protocol protocol) {
        int number = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        return number < 1 || number > 65535
                ? Parsed.wrong("is outside the ports", "Write 1 to 65535.")
                : Parsed.read(new Port.Numbered(number, protocol));
    }
}
