package dev.netproof.reports.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/** Names in archives, none of which may lead out of the folder it is unpacked to. */
final class ZipName {
    private static final int MOST = 200;

    private ZipName() {}

    /** @throws FlawedArchiveException if it is no name that is safe to write anywhere */
    static String checked(byte[] bytes, String archive) throws FlawedArchiveException {
        String name;
        try {
            name = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw refused(archive, "a name in it is not UTF-8");
        }
        String shown = "\"" + name.replaceAll("[^\\x20-\\x7e]", "?") + "\"";
        if (name.isEmpty() || name.length() > MOST) {
            throw refused(archive, "a name in it has " + name.length() + " characters");
        }
        if (name.startsWith("/") || name.contains("\\") || name.contains(":")) {
            throw refused(archive, shown + " would be written wherever it likes");
        }
        for (String part : List.of(name.split("/", -1))) {
            if (part.equals("..") || part.equals(".") || part.isEmpty()) {
                throw refused(archive, shown + " leads out of the folder it is unpacked to, or is no file");
            }
        }
        if (!name.matches("[A-Za-z0-9._/-]+")) {
            throw refused(archive, shown + " has characters that netproof does not write in names");
        }
        return name;
    }

    private static FlawedArchiveException refused(String archive, String why) {
        return new FlawedArchiveException(Flaw.Kind.REFUSED, archive, why);
    }
}
