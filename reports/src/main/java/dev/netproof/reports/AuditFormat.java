package dev.netproof.reports;

import java.io.IOException;
import java.io.Writer;

/** How an audit is told. */
public enum AuditFormat {
    /** For a terminal: by severity and rule. */
    TABLE,
    /** For scripts: {@code {"apiVersion": …, "rules": […], "findings": […]}}, a line each. */
    JSON,
    /** For code scanning: SARIF 2.1.0. */
    SARIF,
    /** For continuous integration servers: a test for each rule, and one for each finding. */
    JUNIT;

    /** Writes all of it, ended by a line feed, and does not close {@code out}. */
    public void write(AuditReport report, Writer out) throws IOException {
        switch (this) {
            case TABLE -> AuditTable.write(report, out);
            case JSON -> AuditJson.write(report, out);
            case SARIF -> AuditSarif.write(report, out);
            case JUNIT -> AuditJUnit.write(report, out);
        }
        out.flush();
    }
}
