package dev.netproof.lab.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Programs that travel with this package. */
final class BundledPrograms {

    private BundledPrograms() {}

    static String text(String name) throws IOException {
        try (InputStream in = BundledPrograms.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("lab network: " + name + " is missing beside " + BundledPrograms.class.getName()
                        + ". Rebuild the lab module.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
