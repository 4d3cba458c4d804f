package dev.netproof;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.regex.Pattern;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which room may know which, and why: those of the runner and of the modules that it stands on. */
class LayeringTests {

    private static final JavaClasses RUNNER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // Modules are folders in one build and jars in another; what only tests use has rules of its own.
            .withImportOption(location -> !location.matches(Pattern.compile(".*/(netproof-)?(lab|testkit)[-/].*")))
            .importPackages("dev.netproof");

    private static final String[] PURE = {"dev.netproof.matrix..", "dev.netproof.plan..", "dev.netproof.policy..",
            "dev.netproof.classify..", "dev.netproof.control..", "dev.netproof.verdict..", "dev.netproof.audit..",
            "dev.netproof.coverage.."};

    private static DescribedPredicate<JavaClass> rooms(String names) {
        return resideInAnyPackage(Arrays.stream(names.split(" ", -1))
                .map(name -> "dev.netproof." + name + "..")
                .toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0} may know {1}")
    @CsvSource(delimiter = '|', textBlock = """
                                            snapshot | none
                                            time     | none
                                            checkout | evidence
                                            matrix   | evidence
                                            classify | evidence
                                            cluster  | evidence snapshot time
                                            policy   | evidence matrix snapshot
                                            graph    | evidence policy
                                            audit    | evidence matrix policy snapshot
                                            manifests | evidence matrix policy snapshot
                                            plan     | evidence matrix policy snapshot
                                            coverage | evidence matrix policy plan snapshot
                                            control  | evidence matrix plan snapshot time
                                            verdict  | evidence matrix control
                                            probe    | evidence matrix plan cluster time snapshot
                                            canary   | evidence plan cluster probe classify time matrix snapshot
                                            engine   | evidence matrix cluster probe canary run time
                                            run      | evidence matrix plan snapshot checkout coverage cluster probe classify control verdict canary time
                                            """)
    void aRoomKnowsTheRoomsBeforeItAlone(String room, String known) {
        noClasses().that()
                .resideInAPackage("dev.netproof." + room + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.netproof..").and(not(rooms(known + " " + room))))
                .allowEmptyShould(true)
                .because("data flow from the matrix to the evidence, and nothing flows back")
                .check(RUNNER);
    }

    @Test
    void noRoomsKnowEachOther() {
        slices().matching("dev.netproof.(*)..")
                .should()
                .beFreeOfCycles()
                .because("each room can then be read and tested without those behind it")
                .check(RUNNER);
    }

    @Test
    void noPackagesWithinARoomKnowEachOther() {
        slices().matching("dev.netproof.(**)")
                .should()
                .beFreeOfCycles()
                .because(
                        "texts, places and meaning are read apart: grammar, yaml, reader, and the matrix that comes of them")
                .check(RUNNER.that(resideInAPackage("dev.netproof.matrix..")));
    }

    @Test
    void onlyOneRoomKnowsTheClientLibrary() {
        noClasses().that()
                .resideOutsideOfPackage("dev.netproof.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.kubernetes.client..")
                .because("all others then work with a cluster of a few lines that a test writes by hand")
                .check(RUNNER);
    }

    @Test
    void whatIsPureAsksNoClock() {
        noClasses().that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("a judgement must come out the same whenever it is made; the day is given to it")
                .check(RUNNER);
    }

    @Test
    void whatIsPureOpensNoConnection() {
        noClasses().that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net..").and(
                        // Parses literals of addresses, and never a name.
                        not(DescribedPredicate.describe("addresses", type -> type.getSimpleName().startsWith("Inet")
                                || type.getSimpleName().equals("UnknownHostException")))))
                .because("the wire is asked from inside the cluster, by the probe pods alone")
                .check(RUNNER);
    }

    @Test
    void onlyTheMatrixReaderOpensFiles() {
        noClasses().that()
                .resideInAnyPackage(PURE)
                .and()
                .haveNameNotMatching(
                        "dev\\.netproof\\.matrix\\.(reader\\.(Includes|MatrixFiles|InputFile)|yaml\\.SourceText)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Files.class, File.class, FileInputStream.class, FileOutputStream.class,
                        FileReader.class, FileWriter.class, RandomAccessFile.class)
                .because("what is pure is tested by tables, and a matrix is read in one place")
                .check(RUNNER);
    }

    @Test
    void nothingWritesToTheConsole() {
        noClasses().should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("the engine is a library in other people's builds: it tells its sinks and listeners")
                .check(RUNNER);
    }
}
