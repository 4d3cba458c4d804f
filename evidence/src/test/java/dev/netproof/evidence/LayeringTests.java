package dev.netproof.evidence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The shared nouns know nobody. */
class LayeringTests {

    private static final JavaClasses EVIDENCE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.netproof");

    @Test
    void evidenceKnowsNobodyButTheJsonLibrary() {
        classes().should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.netproof.evidence..", "java..", "tools.jackson..",
                        "com.fasterxml.jackson.annotation..", "org.jspecify..")
                .because("every module shares these nouns, so whatever they knew, all would")
                .check(EVIDENCE);
    }

    @Test
    void evidenceNeitherReadsAClockNorOpensAnything() {
        noClasses().should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..")
                .because("evidence is what was seen at its time, read from and written to streams that others open")
                .check(EVIDENCE);
    }

    @Test
    void evidenceDoesNotKnowItsWords() {
        noClasses().that()
                .resideInAPackage("dev.netproof.evidence")
                .and()
                .haveNameNotMatching(".*\\.EvidenceJson.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.netproof.evidence.text..")
                .because(
                        "sentences are made where they are shown, of data that know nothing of them; the JSON form shows "
                                + "them beside the data")
                .check(EVIDENCE);
    }
}
