package dev.netproof.cli;

import java.util.Objects;

import picocli.CommandLine.IVersionProvider;

/** Netproof's version, from the manifest of its jar. */
final class Version implements IVersionProvider {

    static String current() {
        return Objects.requireNonNullElse(Netproof.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public String[] getVersion() {
        return new String[]{"netproof " + current(), "Java " + Runtime.version()};
    }
}
