package dev.netproof.reports;

import java.util.List;
import java.util.Locale;

import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.Policies;
import dev.netproof.evidence.PolicyVersion;
import dev.netproof.evidence.Revision;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * What a run was measured against, as tables: matrices and their commits, the cluster, the probe image, the policies.
 *
 * @param run what is true of the whole run
 */
record HtmlProvenance(RunHeader run, Wording wording) {
    private static final int MOST_NAME = 200;
    private static final int MOST_WORDS = 400;
    private static final int MOST_POLICIES = 500;

    /** Rows of a name and three cells. */
    String matrices() {
        StringBuilder rows = new StringBuilder();
        for (MatrixFile file : run.matrices()) {
            rows.append("<tr><th scope=\"row\">").append(name(file.matrix())).append("</th><td><code>")
                    .append(name(file.file())).append("</code></td><td>")
                    .append(count(file.edges(), "edge", "edges")).append("</td><td><code>")
                    .append(name(file.sha256())).append("</code>").append(revision(file.revision()))
                    .append("</td></tr>\n");
        }
        rows.append(row("cluster uid", run.cluster().uid()));
        rows.append(row("network plugin", run.cluster().cni()));
        rows.append(row("probe image", run.probeImage()));
        run.probeImageIds().forEach(id -> rows.append(row("image that ran", id)));
        rows.append(row("ledger before this run", run.ledgerHead()));
        return rows.toString();
    }

    /** How many there are, and whether that is all that is to be said. */
    String policyCount() {
        Policies policies = run.policies();
        return "Policies in force: " + String.format(Locale.ROOT, "%,d", policies.inForce().size())
                + (policies.changed().isEmpty() ? "" : ", some changed while probing")
                + (policies.unread().isEmpty() ? "" : ", not all could be read");
    }

    /** Whether the reader should not have to look for it. */
    boolean policiesNeedALook() {
        return !run.policies().changed().isEmpty();
    }

    String policies() {
        Policies policies = run.policies();
        StringBuilder text = new StringBuilder();
        if (!policies.unread().isEmpty()) {
            text.append("<p>").append(HtmlText.line(policies.unread(), MOST_WORDS)).append("</p>\n");
        }
        policies.changed().stream().limit(MOST_POLICIES)
                .forEach(change -> text.append("<p><strong>").append(HtmlText.line(wording.change(change), MOST_WORDS))
                        .append("</strong></p>\n"));
        List<PolicyVersion> inForce = policies.inForce();
        if (inForce.isEmpty()) {
            return text.append("<p>No policy was seen in the namespaces of this run.</p>\n").toString();
        }
        text.append(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Policies in force\"><table><thead><tr><th scope=\"col\">Policy</th>"
                        + "<th scope=\"col\">API</th><th scope=\"col\">uid</th><th scope=\"col\">resourceVersion</th>"
                        + "</tr></thead><tbody>\n");
        inForce.stream().limit(MOST_POLICIES).forEach(policy -> text.append("<tr><th scope=\"row\">")
                .append(name(policy.ref().toString())).append("</th>").append(cell(policy.apiVersion()))
                .append(cell(policy.uid())).append(cell(policy.resourceVersion())).append("</tr>\n"));
        text.append("</tbody></table></div>\n");
        if (inForce.size() > MOST_POLICIES) {
            text.append("<p>… and ").append(inForce.size() - MOST_POLICIES).append(" more, in the evidence.</p>\n");
        }
        return text.toString();
    }

    private static String revision(@Nullable Revision revision) {
        return revision == null
                ? ""
                : "<small>commit <code>" + name(revision.commit()) + "</code>"
                        + (revision.modified() ? ", and <strong>modified since</strong>" : "") + "</small>";
    }

    private static String row(String name, @Nullable String value) {
        return value == null
                ? ""
                : "<tr><th scope=\"row\">" + name + "</th><td colspan=\"3\"><code>" + name(value)
                        + "</code></td></tr>\n";
    }

    private static String cell(@Nullable String value) {
        return "<td>" + (value == null ? "" : "<code>" + name(value) + "</code>") + "</td>";
    }

    private static String count(int count, String one, String many) {
        return String.format(Locale.ROOT, "%,d ", count) + (count == 1 ? one : many);
    }

    private static String name(String text) {
        return HtmlText.line(text, MOST_NAME);
    }
}
