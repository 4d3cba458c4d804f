package dev.netproof.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;

import dev.netproof.lab.api.ApiServer;

/** The kubeconfig of a lab. */
final class Kubeconfig {
    private Kubeconfig() {}

    static String text(ApiServer server) {
        return """
               apiVersion: v1
               kind: Config
               current-context: netproof-lab
               contexts:
               - name: netproof-lab
                 context: {cluster: netproof-lab, user: netproof-lab, namespace: default}
               clusters:
               - name: netproof-lab
                 cluster:
                   server: %s
                   certificate-authority-data: %s
               users:
               - name: netproof-lab
                 user:
                   token: %s
               """.formatted(server.url(), Base64.getEncoder()
                .encodeToString(server.certificateAuthority().getBytes(StandardCharsets.US_ASCII)), server.token());
    }

    /** Writes the file so that only its owner can read it, from its first byte. */
    static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        try (var out = Files.newByteChannel(file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(StandardCharsets.UTF_8.encode(text));
        }
    }
}
