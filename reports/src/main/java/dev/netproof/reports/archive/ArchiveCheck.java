package dev.netproof.reports.archive;

import static dev.netproof.reports.archive.Flaw.Kind.ADDED;
import static dev.netproof.reports.archive.Flaw.Kind.ALTERED;
import static dev.netproof.reports.archive.Flaw.Kind.CONTRADICTED;
import static dev.netproof.reports.archive.Flaw.Kind.MISSING;
import static dev.netproof.reports.archive.Flaw.Kind.REORDERED;
import static dev.netproof.reports.archive.Flaw.Kind.UNREADABLE;
import static dev.netproof.reports.archive.Flaw.Kind.UNSIGNED;
import static dev.netproof.reports.archive.Flaw.Kind.WRONG_KEY;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.netproof.evidence.EvidenceJson;
import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.RunHeader;

/** Checks one archive from the outside in, and goes on as long as there is something to check. */
final class ArchiveCheck {
    private final Path file;
    private final Optional<VerificationKey> key;
    private final List<Flaw> flaws = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, String> hashes = new LinkedHashMap<>();
    private final Tally tally = new Tally();

    ArchiveCheck(Path file, Optional<VerificationKey> key) {
        this.file = file;
        this.key = key;
    }

    Verification verify() throws IOException {
        checkSeal();
        try (Archive archive = Archive.open(file)) {
            unpack(archive);
            checkOrder(archive);
            checkManifest(archive);
            checkStatement(archive);
        } catch (FlawedArchiveException e) {
            flaws.add(e.flaw());
        }
        return new Verification(flaws, remarks);
    }

    /** What the run was, once it was verified. */
    Tally tally() {
        return tally;
    }

    private void checkSeal() throws IOException {
        String name = String.valueOf(file.getFileName());
        long size = Files.size(file);
        if (size < Layout.SEAL_LENGTH) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String hash = Sha256.ofFirst(size - Sha256.DIGITS, in);
            String seal = new String(in.readNBytes(Sha256.DIGITS), US_ASCII);
            if (!seal.equals(hash)) {
                flaw(ALTERED, name, "its bytes are not those that were sealed: the seal at its end is not their hash");
            }
        }
    }

    /** Unpacks everything once, for the hashes; the evidence is read on the way. */
    private void unpack(Archive archive) throws IOException {
        for (ZipMember member : archive.members()) {
            MessageDigest digest = Sha256.digest();
            try (InputStream in = new DigestInputStream(archive.stream(member), digest)) {
                if (member.name().equals(Layout.EVIDENCE)) {
                    readEvidence(in);
                }
                in.transferTo(OutputStream.nullOutputStream());
                hashes.put(member.name(), Sha256.hex(digest));
            } catch (FlawedArchiveException e) {
                hashes.put(member.name(), "");
                flaws.add(e.flaw());
            }
        }
    }

    private void readEvidence(InputStream in) throws FlawedArchiveException {
        try {
            EvidenceJson.read(in, tally);
        } catch (FlawedArchiveException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            flaw(UNREADABLE, Layout.EVIDENCE, "it is no evidence: " + e.getMessage());
        }
    }

    private void checkOrder(Archive archive) {
        List<String> names = archive.members().stream().map(ZipMember::name).toList();
        List<String> wanted = names.stream().sorted((one, other) -> {
            int rank = Integer.compare(rank(one), rank(other));
            return rank == 0 ? one.compareTo(other) : rank;
        }).toList();
        if (!names.equals(wanted)) {
            flaw(REORDERED, archive.name(), "its files are not in the order of sealing: " + String.join(", ", names));
        }
    }

    private static int rank(String name) {
        return switch (name) {
            case Layout.EVIDENCE -> 0;
            case Layout.MANIFEST -> 2;
            case Layout.STATEMENT, Layout.ENVELOPE -> 3;
            default -> 1;
        };
    }

    private void checkManifest(Archive archive) throws IOException {
        Optional<ZipMember> member = archive.member(Layout.MANIFEST);
        if (member.isEmpty()) {
            flaw(MISSING, Layout.MANIFEST, "the list of hashes was removed");
            return;
        }
        Optional<Map<String, String>> sealed = SealManifest.read(archive.small(member.get()));
        if (sealed.isEmpty()) {
            flaw(UNREADABLE, Layout.MANIFEST, "it is not the list of hashes that netproof writes");
            return;
        }
        sealed.get().forEach((name, hash) -> {
            String seen = hashes.get(name);
            if (seen == null) {
                flaw(MISSING, name, "it was sealed and is not there: somebody removed or renamed it");
            } else if (!seen.equals(hash)) {
                flaw(ALTERED, name, "its bytes are not those that were sealed: it was changed or swapped");
            }
        });
        for (String name : hashes.keySet()) {
            if (rank(name) < 2 && !sealed.get().containsKey(name)) {
                flaw(ADDED, name, "it is there and was not sealed: somebody added it");
            }
        }
        if (!sealed.get().containsKey(Layout.EVIDENCE)) {
            flaw(MISSING, Layout.EVIDENCE, "the manifest does not list it");
        }
        List<String> inOrder = hashes.keySet().stream().filter(name -> rank(name) < 2).toList();
        if (sealed.get().keySet().equals(Set.copyOf(inOrder)) && !List.copyOf(sealed.get().keySet()).equals(inOrder)) {
            flaw(REORDERED, Layout.MANIFEST, "its lines are not in the order of the files");
        }
        checkMatrices(sealed.get());
    }

    /** The evidence has the hash of every matrix: one that was sealed with it must be one of them. */
    private void checkMatrices(Map<String, String> sealed) {
        RunHeader header = tally.header();
        if (header == null) {
            return;
        }
        Map<String, MatrixFile> matrices = Layout.matrices(header);
        Set<String> known = new HashSet<>(matrices.keySet());
        known.add(Layout.EVIDENCE);
        for (Map.Entry<String, String> entry : sealed.entrySet()) {
            MatrixFile matrix = matrices.get(entry.getKey());
            if (!known.contains(entry.getKey())) {
                flaw(ADDED, entry.getKey(), "the evidence knows no such matrix");
            } else if (matrix != null && !matrix.sha256().equals(entry.getValue())) {
                flaw(CONTRADICTED, entry.getKey(), "not the matrix that the run was made with: the evidence has "
                        + "another hash of it");
            }
        }
        matrices.forEach((name, matrix) -> {
            if (!sealed.containsKey(name)) {
                remarks.add("The matrix " + matrix.file() + " is not in the archive: it was not at hand, or had "
                        + "changed since the run read it. Its sha256 is " + matrix.sha256() + ".");
            }
        });
    }

    private void checkStatement(Archive archive) throws IOException {
        Optional<ZipMember> plain = archive.member(Layout.STATEMENT);
        Optional<ZipMember> signed = archive.member(Layout.ENVELOPE);
        if (plain.isPresent() && signed.isPresent()) {
            flaw(ADDED, Layout.STATEMENT, "there is a signed statement too, and an archive has one");
        }
        if (signed.isPresent()) {
            Optional<Envelope> envelope = Envelope.read(archive.small(signed.get()));
            if (envelope.isEmpty() || !envelope.get().payloadType().equals(Statement.MEDIA_TYPE)) {
                flaw(UNREADABLE, Layout.ENVELOPE, "it is not an envelope with a statement, and nothing more, "
                        + "as netproof writes it");
                return;
            }
            if (envelope.get().made().isEmpty()) {
                unsigned(Layout.ENVELOPE, "it is not signed: there is no signature in it, or it was removed");
            } else {
                checkSignature(envelope.get());
            }
            compare(Layout.ENVELOPE, envelope.get().payload());
            return;
        }
        unsigned(archive.name(), "it is not signed, or its signature was removed");
        if (plain.isPresent()) {
            compare(Layout.STATEMENT, archive.small(plain.get()));
        } else {
            flaw(MISSING, archive.name(), "the statement was removed");
        }
    }

    private void unsigned(String where, String what) {
        if (key.isPresent()) {
            flaw(UNSIGNED, where, what);
        } else {
            remarks.add("Not signed. Sealed by hashes only. That shows an accident; whoever can write the archive can "
                    + "seal it anew. A signature or an anchored ledger shows that too.");
        }
    }

    private void checkSignature(Envelope envelope) {
        String ids = String.join(", ", envelope.made().stream().map(Envelope.Signature::keyId)
                .map(id -> Sha256.looksLikeOne(id) ? id : "of no name").toList());
        if (key.isEmpty()) {
            remarks.add("Signed, it says by key " + ids + ". That was not checked: give the public key with --key.");
        } else if (envelope.signedBy(key.get())) {
            remarks.add("Signed by key " + key.get().id() + ".");
        } else if (ids.contains(key.get().id())) {
            flaw(WRONG_KEY, Layout.ENVELOPE, "the signature is not that of key " + key.get().id()
                    + ": the statement or the signature was changed");
        } else {
            flaw(WRONG_KEY, Layout.ENVELOPE, "not signed by key " + key.get().id() + ", it says by " + ids);
        }
    }

    private void compare(String where, byte[] payload) {
        Optional<Statement> read = Statement.read(payload);
        if (read.isEmpty()) {
            flaw(UNREADABLE, where, "it is not an in-toto statement of a test result");
            return;
        }
        Map<String, String> sealed = new LinkedHashMap<>(hashes);
        sealed.keySet().removeIf(name -> rank(name) >= 2);
        Map<String, String> stated = read.get().subjects();
        stated.forEach((name, hash) -> {
            String seen = sealed.get(name);
            if (seen == null) {
                flaw(MISSING, name, "the statement is about it, and it is not there");
            } else if (!seen.equals(hash)) {
                flaw(ALTERED, name, "the statement is about other bytes: it was changed or swapped");
            }
        });
        sealed.keySet().stream().filter(name -> !stated.containsKey(name)).forEach(
                name -> flaw(ADDED, name, "the statement is not about it"));
        if (read.get().result() != tally.result()) {
            flaw(CONTRADICTED, where, "it says " + read.get().result() + ", and the evidence " + tally.result());
        }
    }

    private void flaw(Flaw.Kind kind, String where, String what) {
        flaws.add(new Flaw(kind, where, what));
    }
}
