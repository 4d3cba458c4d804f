package dev.netproof.reports;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Reports are written from evidence alone. */
class LayeringTests {

    private static final JavaClasses REPORTS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(Reports.class);

    @Test
    void reportsKnowEvidenceAndNothingElseOfOurs() {
        classes().should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.netproof.reports..", "dev.netproof.evidence..", "java..", "tools.jackson..",
                        "io.qameta.allure..", "org.jspecify..")
                .because("each report can then be written again from evidence.json, without a cluster")
                .check(REPORTS);
    }

    @Test
    void reportsAreWrittenWithoutAClock() {
        noClasses().should()
                .callMethod("java.time.Instant", "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .because("the same evidence makes the same reports, whenever they are written")
                .check(REPORTS);
    }
}
