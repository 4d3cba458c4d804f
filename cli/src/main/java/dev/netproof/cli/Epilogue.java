package dev.netproof.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import dev.netproof.archive.Ledger;
import dev.netproof.archive.Retention;
import dev.netproof.archive.Seal;
import dev.netproof.diff.Baseline;
import dev.netproof.diff.DiffFormat;
import dev.netproof.reports.Pushgateway;

/** What follows a run whose reports are written. */
record Epilogue(Seal seal, Optional<Path> ledger, Retention retention, Optional<Baseline> baseline,
        Optional<Pushgateway> gateway, Clock clock) {

    /**
     * Reads the reports in {@code out} alone. What fails is told, and stops nothing else.
     *
     * @return whether the evidence is where it was to be; a gateway that is down takes nothing from it
     */
    boolean after(Path out, Terminal terminal) {
        attempt(terminal, () -> push(out, terminal));
        boolean compared = attempt(terminal, () -> compare(out, terminal));
        boolean chained = attempt(terminal, () -> chain(out, terminal));
        return compared && chained;
    }

    private void push(Path out, Terminal terminal) throws IOException {
        if (gateway.isPresent()) {
            gateway.get().push(out.resolve("metrics.prom"));
            terminal.say("Metrics: pushed to " + gateway.get());
        }
    }

    private void compare(Path out, Terminal terminal) throws IOException {
        if (baseline.isPresent()) {
            StringWriter changes = new StringWriter();
            DiffFormat.TABLE.write(baseline.get().compare(out.resolve("evidence.json")), changes);
            terminal.say("");
            changes.toString().lines().forEach(terminal::say);
        }
    }

    private void chain(Path out, Terminal terminal) throws IOException {
        if (ledger.isPresent()) {
            Ledger chain = Ledger.in(ledger.get());
            chain.append(out.resolve("evidence.zip"));
            List<String> gone = chain.retire(retention, clock.instant());
            terminal.say("Ledger: " + ledger.get() + ", newest link " + chain.head()
                    + (gone.isEmpty() ? "" : ", let go of " + String.join(", ", gone)));
        }
    }

    private static boolean attempt(Terminal terminal, Step step) {
        try {
            step.take();
            return true;
        } catch (IOException e) {
            terminal.say(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private interface Step {
        void take() throws IOException;
    }
}
