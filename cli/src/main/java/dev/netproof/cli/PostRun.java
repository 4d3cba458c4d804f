package dev.netproof.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

import dev.netproof.cluster.ClusterException;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.reports.LedgerMetric;
import dev.netproof.reports.Pushgateway;
import dev.netproof.reports.archive.Flaw;
import dev.netproof.reports.archive.Ledger;
import dev.netproof.reports.archive.Link;
import dev.netproof.reports.archive.Retention;
import dev.netproof.reports.archive.Retirement;
import dev.netproof.reports.archive.Seal;
import dev.netproof.reports.diff.Baseline;
import dev.netproof.reports.diff.DiffFormat;
import dev.netproof.run.LedgerAnchor;

/** What follows a run whose reports are written. */
record PostRun(Seal seal, Optional<Path> ledger, Retention retention, Optional<Baseline> baseline,
        Optional<Pushgateway> gateway, Clock clock) {

    /**
     * Passes the run on to {@code sink}, and with it what is known only here: where the ledger ends, and what changed since
     * the baseline.
     */
    EvidenceSink around(EvidenceSink sink) {
        EvidenceSink compared = baseline.isEmpty() ? sink : baseline.get().comparing(sink);
        return ledger.isEmpty() ? compared : new AfterLedger(compared, ledger.get());
    }

    /**
     * Reads the reports in {@code out} alone. What fails is told, and stops nothing else.
     *
     * @return whether the evidence is where it was to be; a gateway that is down, or a cluster that keeps no link, takes
     *         nothing from it
     */
    boolean after(Path out, Terminal terminal, Optional<LedgerAnchor> anchor) {
        boolean compared = attempt(terminal, () -> compare(out, terminal));
        boolean chained = attempt(terminal, () -> chain(out, terminal));
        if (chained) {
            attempt(terminal, () -> anchor(terminal, anchor));
        }
        attempt(terminal, () -> push(out, terminal));
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
            Retirement retirement = chain.retire(retention, clock.instant(), seal.key());
            terminal.say("Ledger: " + ledger.get() + ", newest link " + chain.head()
                    + (retirement.gone().isEmpty() ? "" : ", let go of " + String.join(", ", retirement.gone())));
            for (Flaw flaw : retirement.staying()) {
                terminal.say("Not let go of: " + flaw + ". Look at the ledger: netproof verify --ledger "
                        + ledger.get());
            }
            LedgerMetric.add(out.resolve("metrics.prom"), chain.head());
        }
    }

    private void anchor(Terminal terminal, Optional<LedgerAnchor> anchor) throws IOException {
        if (ledger.isPresent() && anchor.isPresent()) {
            Ledger chain = Ledger.in(ledger.get());
            Link newest = chain.head();
            try {
                terminal.say("Anchor: " + anchor.get().keep(chain.first().hash(), newest.entry(), newest.hash()));
            } catch (ClusterException e) {
                terminal.say("The newest link is not kept in the cluster: " + e.reason()
                        + " Keep it elsewhere, for a chain alone does not show that its last nights were removed.");
            }
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

    /** Says in the evidence where the ledger ended when the run was judged. */
    private record AfterLedger(EvidenceSink sink, Path ledger) implements EvidenceSink {
        @Override
        public void begin(RunHeader header) throws IOException {
            sink.begin(head().map(header::after).orElse(header));
        }

        /** A ledger that can't be read costs no evidence; appending to it will tell. */
        private Optional<String> head() {
            try {
                return Optional.of(Ledger.in(ledger).head()).filter(head -> head.entry() > 0).map(Link::hash);
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        @Override
        public void edge(EdgeEvidence edge) throws IOException {
            sink.edge(edge);
        }

        @Override
        public void end(RunFooter footer) throws IOException {
            sink.end(footer);
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }

    private interface Step {
        void take() throws IOException;
    }
}
