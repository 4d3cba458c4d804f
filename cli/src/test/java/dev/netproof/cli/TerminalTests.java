package dev.netproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

class TerminalTests {

    private final StringWriter text = new StringWriter();

    @Test
    void inALogEachStepIsALine() {
        Terminal log = new Terminal(new PrintWriter(text), false);

        log.step("reading the cluster");
        log.say("bold", "payments", " is next");

        assertThat(text.toString()).matches("\\[ +\\d+\\.\\d s] reading the cluster\npayments is next\n")
                .doesNotContain("\u001b");
    }

    @Test
    void onATerminalASayingWritesOverTheLastStep() {
        Terminal terminal = new Terminal(new PrintWriter(text), true);

        terminal.step("reading the cluster");
        terminal.say("done");

        assertThat(text.toString()).contains("reading the cluster …\r\u001b[2Kdone\n");
    }

    @Test
    void onATerminalAnErrorBeginsALineOfItsOwn() {
        Terminal terminal = new Terminal(new PrintWriter(text), true);

        terminal.step("reading the cluster");
        terminal.clear();

        assertThat(text.toString()).endsWith("reading the cluster …\r\u001b[2K");
    }

    @Test
    void inALogThereIsNothingToClear() {
        new Terminal(new PrintWriter(text), false).clear();

        assertThat(text.toString()).isEmpty();
    }

    @Test
    void aCommandThatFailsClearsItsProgressFirst() {
        String before = System.getProperty("netproof.terminal", "false");
        System.setProperty("netproof.terminal", "true");
        try {
            Told told = Told.by("clean", "--kubeconfig", "no-such-kubeconfig");

            assertThat(told.out()).endsWith("\r\u001b[2K");
            assertThat(told.err()).startsWith("netproof: no-such-kubeconfig");
        } finally {
            System.setProperty("netproof.terminal", before);
        }
    }
}
