package dev.netproof.lab.wire;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine's programs that the lab's network is made of. */
final class Toolbox {

    /** Tool and the Debian package it comes in. */
    private static final Map<String, String> PACKAGES = packages();

    private final List<String> folders;

    private Toolbox(List<String> folders) {
        this.folders = folders;
    }

    /** Looks where root would, too: users seldom have {@code sbin} on their path. */
    static Toolbox ofThisMachine() {
        return new Toolbox(Stream.concat(
                Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"),
                Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1)))
                .filter(folder -> !folder.isEmpty()).distinct().toList());
    }

    static Toolbox of(List<String> folders) {
        return new Toolbox(folders);
    }

    /** @throws IOException if a tool is missing; names all that are, and their packages */
    void requireAll() throws IOException {
        Set<String> missing = new TreeSet<>(PACKAGES.keySet());
        missing.removeIf(this::has);
        if (!missing.isEmpty()) {
            throw new IOException("lab network: this machine lacks " + String.join(", ", missing)
                    + ". Install the Debian packages " + missing.stream().map(PACKAGES::get).distinct().sorted()
                            .collect(Collectors.joining(" "))
                    + ".");
        }
    }

    /** The search path for everything that runs in the lab. */
    String path() {
        return String.join(File.pathSeparator, folders);
    }

    private boolean has(String tool) {
        return folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private static Map<String, String> packages() {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("curl", "curl");
        packages.put("dnsmasq", "dnsmasq-base");
        packages.put("hostname", "hostname");
        packages.put("ip", "iproute2");
        packages.put("mount", "mount");
        packages.put("nc", "netcat-openbsd");
        packages.put("nft", "nftables");
        packages.put("nsenter", "util-linux");
        packages.put("nslookup", "bind9-dnsutils");
        packages.put("perl", "perl-base");
        packages.put("setpriv", "util-linux");
        packages.put("setsid", "util-linux");
        packages.put("sh", "dash");
        packages.put("unshare", "util-linux");
        return packages;
    }
}
