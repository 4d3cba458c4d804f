package dev.netproof.probe.driver;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.netproof.evidence.Endpoint;
import dev.netproof.matrix.Ask;
import dev.netproof.plan.Probe;
import org.jspecify.annotations.Nullable;

/**
 * Why a probe is not handed to a tool: a value in it would not reach the tool as what it is meant to be.
 *
 * <p>The driver evaluates no value, so this is not what keeps a shell from running one. It keeps a name from being
 * read as an option, and a request from going elsewhere than its author thought.
 */
final class ProbeArgumentCheck {

    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Pattern DNS_NAME = Pattern.compile("[!-,.-~][!-~]{0,253}");
    private static final int LONGEST_PATH = 4096;

    private ProbeArgumentCheck() {}

    /** The reason, with the way to fix it; empty when all is well. */
    static Optional<String> about(Probe probe) {
        @Nullable
        Endpoint proxy = probe.proxy();
        if (proxy != null && !isAddress(proxy.address())) {
            return Optional.of("the proxy's address \"" + PrintableText.of(proxy.address())
                    + "\" is no IP address. Give the proxy as a peer with a service, pods or an address.");
        }
        String target = probe.endpoint().address();
        if (!isAddress(target) && (proxy == null || !isHost(target))) {
            return Optional.of("the target's address \"" + PrintableText.of(target)
                    + "\" is no IP address. Only a proxy may be handed a name to resolve.");
        }
        return switch (probe.ask()) {
            case Ask.Request request -> about(request, probe.host());
            case Ask.Query query when proxy != null ->
                Optional.of("a DNS query cannot go through an HTTP proxy. Drop via.");
            case Ask.Query query when !DNS_NAME.matcher(query.name()).matches() -> Optional
                    .of("the name \"" + PrintableText.of(query.name())
                            + "\" cannot be asked for. Write it in ASCII without spaces, not starting with a hyphen.");
            case Ask.Query query -> Optional.empty();
            case Ask.Datagram datagram when proxy != null -> Optional
                    .of("a datagram cannot go through an HTTP proxy. Drop via.");
            case Ask.Datagram datagram -> Optional.empty();
            case Ask.Handshake handshake -> Optional.empty();
        };
    }

    private static Optional<String> about(Ask.Request request, String host) {
        if (!isAddress(host) && !isHost(host)) {
            return Optional.of("the host \"" + PrintableText.of(host)
                    + "\" is no host name. Write it in ASCII (punycode), without a scheme, port or path.");
        }
        if (!METHOD.matcher(request.method()).matches()) {
            return Optional.of("the method \"" + PrintableText.of(request.method())
                    + "\" is none. Write it in capital letters, like GET.");
        }
        String path = request.path();
        if (!path.startsWith("/") || path.length() > LONGEST_PATH || path.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("the path \"" + PrintableText.of(path) + "\" is none. Start it with a slash, leave out "
                    + "control characters and keep it below " + LONGEST_PATH + " characters.");
        }
        return Optional.empty();
    }

    private static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    private static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }
}
