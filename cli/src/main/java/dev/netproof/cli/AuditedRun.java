package dev.netproof.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.netproof.audit.Audit;
import dev.netproof.audit.AuditInput;
import dev.netproof.cluster.Cluster;
import dev.netproof.evidence.AuditFinding;
import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.RunFooter;
import dev.netproof.evidence.RunHeader;
import dev.netproof.matrix.ConnectivityMatrix;
import dev.netproof.matrix.Namespaces;
import dev.netproof.snapshot.Snapshot;

/** Adds what an audit found to the evidence of a run. */
record AuditedRun(List<AuditFinding> findings, EvidenceSink sink) implements EvidenceSink {

    AuditedRun {
        findings = List.copyOf(findings);
    }

    /**
     * Audits the namespaces of the matrices now.
     *
     * @return the sink itself if policies may not be read: an audit would leave them out
     */
    static EvidenceSink of(Cluster cluster, List<ConnectivityMatrix> matrices, Clock clock, Terminal terminal,
            EvidenceSink sink) {
        Set<String> read = Namespaces.read(matrices);
        Snapshot snapshot = cluster.snapshot(read);
        if (!snapshot.unreadPolicies().isEmpty()) {
            terminal.say("No audit: " + snapshot.unreadPolicies() + ".");
            return sink;
        }
        Set<String> reported = new TreeSet<>(read);
        // Those are read for what they offer to everybody.
        reported.removeAll(Namespaces.read(List.of()));
        List<AuditFinding> findings = Audit.of(new AuditInput(snapshot, AuditInput.Extent.NAMESPACES, reported,
                AuditInput.Options.DEFAULTS, matrices, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                AuditInput.Locator.NOWHERE));
        long standing = findings.stream().filter(AuditFinding::stands).count();
        terminal.say("Audit: " + standing + (standing == 1 ? " finding" : " findings")
                + ", in the evidence; netproof audit shows them.");
        return new AuditedRun(findings, sink);
    }

    @Override
    public void begin(RunHeader header) throws IOException {
        sink.begin(header);
    }

    @Override
    public void edge(EdgeEvidence edge) throws IOException {
        sink.edge(edge);
    }

    @Override
    public void end(RunFooter footer) throws IOException {
        sink.end(footer.withAudit(findings));
    }

    @Override
    public void close() {
        // Not this one's to close.
    }
}
