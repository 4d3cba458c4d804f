package dev.netproof.reports;

import static dev.netproof.reports.Html.NEW_LINE;
import static dev.netproof.reports.Html.NONE;
import static dev.netproof.reports.Html.element;
import static dev.netproof.reports.Html.small;
import static dev.netproof.reports.Html.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.netproof.evidence.MatrixFile;
import dev.netproof.evidence.Policies;
import dev.netproof.evidence.PolicyChange;
import dev.netproof.evidence.PolicyVersion;
import dev.netproof.evidence.Revision;
import dev.netproof.evidence.RunHeader;
import dev.netproof.evidence.text.Wording;
import dev.netproof.reports.Html.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * What a run was measured against, as tables: matrices and their commits, the cluster, the probe image, the policies.
 *
 * @param run what is true of the whole run
 * @param changed what became of policies while probing was under way
 */
record HtmlProvenance(RunHeader run, List<PolicyChange> changed, Wording wording) {
    private static final int MOST_NAME = 200;
    private static final int MOST_WORDS = 400;
    private static final int MOST_POLICIES = 500;

    /** Rows of a name and three cells. */
    Html matrices() {
        return Html.of(Html.all(run.matrices().stream().map(HtmlProvenance::row)),
                row("cluster uid", run.cluster().uid()), row("network plugin", run.cluster().cni()),
                row("probe image", run.probeImage()),
                Html.all(run.probeImageIds().stream().map(id -> row("image that ran", id))),
                row("ledger before this run", run.ledgerHead()));
    }

    private static Html row(MatrixFile file) {
        return Html.row(name(file.matrix()), code(file.file()), text(count(file.edges(), "edge", "edges")),
                Html.of(code(file.sha256()), revision(file.revision())));
    }

    /** How many there are, and whether that is all that is to be said. */
    Html policyCount() {
        Policies policies = run.policies();
        return text("Policies in force: " + String.format(Locale.ROOT, "%,d", policies.inForce().size())
                + (changed.isEmpty() ? "" : ", some changed while probing")
                + (policies.unread().isEmpty() ? "" : ", not all could be read"));
    }

    /** Whether the reader should not have to look for it. */
    boolean policiesNeedALook() {
        return !changed.isEmpty();
    }

    Html policies() {
        Policies policies = run.policies();
        Html unread = policies.unread().isEmpty()
                ? NONE
                : Html.of(element("p", Html.line(policies.unread(), MOST_WORDS)), NEW_LINE);
        Html changes = Html.all(changed.stream().limit(MOST_POLICIES)
                .map(change -> Html.of(
                        element("p", element("strong", Html.line(wording.change(change), MOST_WORDS))), NEW_LINE)));
        return Html.of(unread, changes, inForce(policies.inForce()));
    }

    private static Html inForce(List<PolicyVersion> inForce) {
        if (inForce.isEmpty()) {
            return Html.of(element("p", text("No policy was seen in the namespaces of this run.")), NEW_LINE);
        }
        Stream<Html> rows = inForce.stream().limit(MOST_POLICIES)
                .map(policy -> Html.row(name(policy.ref().toString()), cell(policy.apiVersion()), cell(policy.uid()),
                        cell(policy.resourceVersion())));
        return Html.of(
                Html.scrollingTable("Policies in force", List.of("Policy", "API", "uid", "resourceVersion"), rows),
                inForce.size() > MOST_POLICIES
                        ? Html.of(element("p",
                                text("… and " + (inForce.size() - MOST_POLICIES) + " more, in the evidence.")),
                                NEW_LINE)
                        : NONE);
    }

    private static Html revision(@Nullable Revision revision) {
        return revision == null
                ? NONE
                : small(text("commit "), code(revision.commit()),
                        revision.modified() ? Html.of(text(", and "), element("strong", text("modified since")))
                                : NONE);
    }

    private static Html row(String name, @Nullable String value) {
        return value == null
                ? NONE
                : Html.of(element("tr", element("th", Attributes.of("scope", "row"), text(name)),
                        element("td", Attributes.of("colspan", "3"), code(value))), NEW_LINE);
    }

    private static Html cell(@Nullable String value) {
        return value == null ? NONE : code(value);
    }

    private static String count(int count, String one, String many) {
        return String.format(Locale.ROOT, "%,d ", count) + (count == 1 ? one : many);
    }

    private static Html code(String text) {
        return element("code", name(text));
    }

    private static Html name(String text) {
        return Html.line(text, MOST_NAME);
    }
}
