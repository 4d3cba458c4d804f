package dev.netproof.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the composition root may know, and who may know it. */
class LayeringTests {

    private static final JavaClasses CLI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(Netproof.class);

    @Test
    void theCommandLineTalksToClustersThroughTheRunnersInterface() {
        noClasses().should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.vertx..")
                .because("the runner's cluster package is the only room that knows the client library")
                .check(CLI);
    }

    @Test
    void theCommandLineKnowsTheFaceOfTheLabAlone() {
        noClasses().should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.netproof.lab.api..", "dev.netproof.lab.control..", "dev.netproof.lab.wire..")
                .because("the lab can be rebuilt behind its face without a change here")
                .check(CLI);
    }

    @Test
    void onlyTheEntryIsPublic() {
        classes().that()
                .arePublic()
                .should()
                .haveSimpleName(Netproof.class.getSimpleName())
                .because("nothing is composed of the composition root")
                .check(CLI);
    }
}
