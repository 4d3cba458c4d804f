package dev.netproof.reports;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.netproof.reports.archive.Archive;
import dev.netproof.reports.diff.Diff;
import org.junit.jupiter.api.Test;

/** Reports are written from evidence alone, and so is all that is made of them. */
class LayeringTests {

    private static final JavaClasses REPORTS = classesOf(Reports.class)
            .that(resideInAPackage(Reports.class.getPackageName()));

    @Test
    void reportsKnowEvidenceAndNothingElseOfOurs() {
        classes().should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.netproof.reports", "dev.netproof.reports.archive..",
                        "dev.netproof.evidence..", "java..", "tools.jackson..", "io.qameta.allure..", "org.jspecify..")
                .because("each report can then be written again from evidence.json, without a cluster")
                .check(REPORTS);
    }

    @Test
    void archivesKnowEvidenceAndNothingElseOfOurs() {
        classes().should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.netproof.reports.archive..", "dev.netproof.evidence..", "java..",
                        "tools.jackson..",
                        "org.jspecify..")
                .because("what an auditor has to trust stays small")
                .check(classesOf(Archive.class));
    }

    @Test
    void differencesAreFoundInEvidenceAlone() {
        classes().should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.netproof.reports..", "dev.netproof.evidence..", "java..", "tools.jackson..",
                        "org.jspecify..")
                .because("two runs can be compared long after, without a cluster")
                .check(classesOf(Diff.class));
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

    private static JavaClasses classesOf(Class<?> one) {
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackagesOf(one);
    }
}
