package dev.netproof.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may stand between the lab and the engine. */
class LayeringTests {

    private static final JavaClasses JUNIT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(LabSource.class);

    @Test
    void theLabIsKnownByItsFaceAlone() {
        noClasses().should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.netproof.lab.api..", "dev.netproof.lab.control..", "dev.netproof.lab.wire..")
                .because("the lab can be rebuilt behind its face without a change here")
                .check(JUNIT);
    }

    @Test
    void theCommandLineIsNotKnown() {
        noClasses().should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.netproof.cli..", "picocli..", "dev.netproof.reports..")
                .because("a build starts the run by its own engine, and reports join it by ServiceLoader")
                .check(JUNIT);
    }
}
