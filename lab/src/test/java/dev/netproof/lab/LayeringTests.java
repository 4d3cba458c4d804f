package dev.netproof.lab;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The lab is a cluster to the prober, so it shares nothing with it. */
class LayeringTests {

    private static final JavaClasses LAB = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(Lab.class);

    /** By name, the root included: a pattern with a hole for the room's name leaves out what has none. */
    private static final SliceAssignment EVERY_PACKAGE = new SliceAssignment() {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "every package of the lab";
        }
    };

    @Test
    void theLabKnowsNothingOfOurs() {
        noClasses().that()
                .resideInAPackage("dev.netproof.lab..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.netproof..").and(not(resideInAPackage("dev.netproof.lab.."))))
                .because("the lab and the prober are each other's test, and a shared mistake would pass both")
                .check(LAB);
    }

    @Test
    void theLabIsNoClientOfItself() {
        noClasses().should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.kubernetes.client..")
                .because("the lab answers clients, and its objects are those of its own store")
                .check(LAB);
    }

    @Test
    void theWireDoesNotKnowTheApi() {
        noClasses().that()
                .resideInAPackage("dev.netproof.lab.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.netproof.lab.api..", "dev.netproof.lab.control..")
                .because("packets follow the state they are given, whoever keeps it")
                .check(LAB);
    }

    @Test
    void theApiDoesNotKnowTheWire() {
        noClasses().that()
                .resideInAPackage("dev.netproof.lab.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.netproof.lab.wire..", "dev.netproof.lab.control..")
                .because("an API server stores objects; controllers act on them")
                .check(LAB);
    }

    @Test
    void roomsDependOnEachOtherInOneDirection() {
        slices().assignedFrom(EVERY_PACKAGE)
                .should()
                .beFreeOfCycles()
                .because("the state flows from the API by the controllers to the wire, and nobody knows who puts them"
                        + " together")
                .check(LAB);
    }

    @Test
    void nobodyKnowsTheRoot() {
        noClasses().that()
                .resideInAPackage("dev.netproof.lab.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.netproof.lab")
                .because("it puts the rooms together, and what they share has a room of its own")
                .check(LAB);
    }
}
