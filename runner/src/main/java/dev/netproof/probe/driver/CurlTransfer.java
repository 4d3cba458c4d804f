package dev.netproof.probe.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.netproof.evidence.Endpoint;
import dev.netproof.matrix.Ask.Request;
import dev.netproof.plan.Probe;
import org.jspecify.annotations.Nullable;

/**
 * One transfer of the curl that makes all requests of an exec.
 *
 * <p>Each transfer connects to a name of its own, which resolves to the address from the API: curl keeps one pool of
 * connections and one cache of names for all its transfers, and would hand an open connection, or the address of
 * another endpoint of the same host, from one probe to the next.
 */
final class CurlTransfer {

    /**
     * What a transfer leaves behind. Not curl's {@code %{json}}: that carries header values of any size and content
     * from the target. The error message goes last, since only it may hold spaces.
     */
    private static final String FIELDS = "exitcode=%{exitcode} http_code=%{http_code} http_connect=%{http_connect}"
            + " remote_ip=%{remote_ip} remote_port=%{remote_port} local_ip=%{local_ip} local_port=%{local_port}"
            + " time_connect=%{time_connect} time_appconnect=%{time_appconnect}"
            + " time_starttransfer=%{time_starttransfer} time_total=%{time_total} errormsg=%{errormsg}";

    private static final Pattern NOT_IN_PATH = Pattern.compile("[^!-~]|#");

    private final List<Option> options = new ArrayList<>();

    CurlTransfer(int index, Probe probe) {
        Endpoint target = probe.endpoint();
        @Nullable
        Endpoint proxy = probe.proxy();
        boolean tls = probe.ask() instanceof Request r && r.tls();
        String path = probe.ask() instanceof Request r ? r.path() : "/";
        String host = probe.ask() instanceof Request ? probe.host() : target.address();

        add("url", (tls ? "https://" : "http://") + bracketed(host) + ":" + target.port() + encoded(path));
        method(probe.ask() instanceof Request r ? r.method() : "HEAD");
        String alias = alias(index);
        if (proxy == null) {
            add("noproxy", "*");
            add("connect-to", "::" + alias + ":" + target.port());
            resolve(alias, target);
        } else {
            add("noproxy", "");
            add("proxy", "http://" + alias + ":" + proxy.port());
            add("proxytunnel");
            add("connect-to", "::" + bracketed(target.address()) + ":" + target.port());
            resolve(alias, proxy);
        }
        String seconds = BigDecimal.valueOf(probe.timeout().toMillis(), 3).toPlainString();
        add("connect-timeout", seconds);
        add("max-time", seconds);
        add("http1.1");
        add("insecure");
        add("globoff");
        add("path-as-is");
        add("max-filesize", "1048576");
        add("user-agent", "netproof");
        add("verbose");
        add("output", "/dev/null");
    }

    /** The name that a transfer connects to, and that curl calls its connection. */
    static String alias(int index) {
        return "netproof-" + index;
    }

    /** The same transfer as a command of its own. */
    List<String> command() {
        List<String> argv = new ArrayList<>(List.of("curl", "-q", "-s"));
        for (Option option : options) {
            argv.add("--" + option.name());
            if (option.value() != null) {
                argv.add(option.value());
            }
        }
        argv.add("--write-out");
        argv.add(FIELDS + "\\n");
        return argv;
    }

    /** The transfer in the language of {@code curl --config}, its result announced by the words given. */
    String config(String announcement) {
        StringBuilder config = new StringBuilder();
        for (Option option : options) {
            config.append(option.name());
            if (option.value() != null) {
                config.append(" = ").append(quoted(option.value()));
            }
            config.append('\n');
        }
        return config.append("write-out = \"").append(announcement).append(' ').append(FIELDS).append("\\n\"\n")
                .toString();
    }

    private void method(String method) {
        if (method.equals("HEAD")) {
            add("head");
        } else if (!method.equals("GET")) {
            add("request", method);
        }
    }

    private void resolve(String alias, Endpoint endpoint) {
        add("resolve", alias + ":" + endpoint.port() + ":" + bracketed(endpoint.address()));
    }

    private void add(String name) {
        options.add(new Option(name, null));
    }

    private void add(String name, String value) {
        options.add(new Option(name, value));
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static String encoded(String path) {
        return NOT_IN_PATH.matcher(path).replaceAll(found -> percent(found.group()));
    }

    private static String percent(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private record Option(String name, @Nullable String value) {}
}
