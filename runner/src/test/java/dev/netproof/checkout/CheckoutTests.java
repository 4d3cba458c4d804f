package dev.netproof.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.netproof.evidence.Revision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTests {

    @TempDir
    private Path temporary;

    private final Checkout checkout = new Checkout();

    @Nested
    class A_file_in_a_checkout {

        private Path matrix = Path.of("");
        private String commit = "";

        @BeforeEach
        void commit() throws Exception {
            assumeTrue(hasGit(), "install git");
            git("init", "-q");
            matrix = Files.createDirectories(temporary.resolve("a folder")).resolve("matrix.yaml");
            Files.writeString(matrix, "kind: ConnectivityMatrix\n");
            git("add", ".");
            git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "first");
            commit = git("rev-parse", "HEAD").strip();
        }

        @Test
        void has_its_commit() {
            assertThat(checkout.revision(matrix.toString())).contains(new Revision(commit, false));
        }

        @Test
        void is_modified_once_a_byte_differs() throws IOException {
            Files.writeString(matrix, "kind: ConnectivityMatrix \n");

            assertThat(checkout.revision(matrix.toString())).contains(new Revision(commit, true));
        }

        @Test
        void is_as_committed_when_only_another_file_is_modified() throws IOException {
            Files.writeString(matrix.resolveSibling("other.yaml"), "x: 1\n");

            assertThat(checkout.revision(matrix.toString())).contains(new Revision(commit, false));
        }

        @Test
        void is_modified_when_git_does_not_know_it_or_is_told_to_ignore_it() throws IOException {
            Files.writeString(temporary.resolve(".gitignore"), "*.tmp.yaml\n");
            Path added = Files.writeString(matrix.resolveSibling("added.yaml"), "x: 1\n");
            Path ignored = Files.writeString(matrix.resolveSibling("a.tmp.yaml"), "x: 1\n");

            assertThat(checkout.revision(added.toString())).contains(new Revision(commit, true));
            assertThat(checkout.revision(ignored.toString())).contains(new Revision(commit, true));
        }

        @Test
        void whose_name_looks_like_an_option_is_a_file() throws Exception {
            Path odd = Files.writeString(temporary.resolve("--help"), "x: 1\n");
            git("add", "--", "--help");
            git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "odd");

            assertThat(checkout.revision(odd.toString()).map(Revision::modified)).contains(false);
        }
    }

    @Nested
    class Nothing_is_known {

        @Test
        void of_a_file_outside_every_checkout() throws IOException {
            assertThat(checkout.revision(Files.writeString(temporary.resolve("m.yaml"), "").toString())).isEmpty();
        }

        @Test
        void of_a_repository_without_a_commit() throws Exception {
            assumeTrue(hasGit(), "install git");
            git("init", "-q");

            assertThat(checkout.revision(Files.writeString(temporary.resolve("m.yaml"), "").toString())).isEmpty();
        }

        @Test
        void of_what_is_no_file() {
            assertThat(checkout.revision(temporary.resolve("no.yaml").toString())).isEmpty();
            assertThat(checkout.revision("\0")).isEmpty();
            assertThat(checkout.revision("/")).isEmpty();
        }

        @Test
        void without_git() throws IOException {
            Path file = Files.writeString(temporary.resolve("m.yaml"), "");

            assertThat(new Checkout("no-such-git").revision(file.toString())).isEmpty();
        }

        @Test
        void from_a_git_that_says_something_else() throws IOException {
            Path git = Files.writeString(temporary.resolve("git"), "#!/bin/sh\necho hello\n");
            assertThat(git.toFile().setExecutable(true)).isTrue();

            assertThat(new Checkout(git.toString()).revision(git.toString())).isEmpty();
        }
    }

    private static boolean hasGit() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(temporary.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
