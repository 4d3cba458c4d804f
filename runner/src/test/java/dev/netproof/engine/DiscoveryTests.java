package dev.netproof.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.TagFilter.excludeTags;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.engine.marked.ByConfiguration;
import dev.netproof.engine.marked.ByValue;
import dev.netproof.engine.marked.Unmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoveryIssue.Severity;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.FilePosition;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.testkit.engine.EngineDiscoveryResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What builds and IDEs find, by each kind of selector. */
class DiscoveryTests {

    private static final String FOLDER = "src/test/resources/engine";
    private static final String SHOP = FOLDER + "/shop.yaml";
    private static final String[] ALL = {"cart-orders", "cart-metrics", "visitor-orders"};

    private static EngineTestKit.Builder kit(DiscoverySelector... selectors) {
        return EngineTestKit
                .engine(new NetproofEngine(() -> new Providers(List.of(new KubeconfigSource()), List.of())))
                .selectors(selectors);
    }

    private static List<String> edges(EngineTestKit.Builder kit) {
        EngineDiscoveryResults results = kit.discover();
        assertThat(results.getDiscoveryIssues()).isEmpty();
        return edges(results.getEngineDescriptor());
    }

    private static List<String> edges(TestDescriptor engine) {
        return engine.getDescendants()
                .stream()
                .filter(EdgeDescriptor.class::isInstance)
                .map(edge -> ((EdgeDescriptor) edge).edge().id())
                .toList();
    }

    private static List<String> edgesSelectedBy(DiscoverySelector... selectors) {
        return edges(kit(selectors));
    }

    private static TestDescriptor test(String edge, DiscoverySelector... selectors) {
        return kit(selectors).discover()
                .getEngineDescriptor()
                .getDescendants()
                .stream()
                .filter(EdgeDescriptor.class::isInstance)
                .filter(descriptor -> ((EdgeDescriptor) descriptor).edge().id().equals(edge))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class Selectors {

        @Test
        void aMarkedClassHasTheEdgesOfItsMatrices() {
            assertThat(edgesSelectedBy(selectClass(ByValue.class))).containsExactly(ALL);
        }

        @Test
        void aClassWithoutTheMarkerIsLeftToOtherEngines() {
            assertThat(edgesSelectedBy(selectClass(Unmarked.class))).isEmpty();
        }

        @Test
        void aMarkerWithoutAFileTakesTheOnesOfTheConfiguration() {
            assertThat(edges(kit(selectClass(ByConfiguration.class)).configurationParameter("netproof.matrices", SHOP)))
                    .containsExactly(ALL);
        }

        @Test
        void aPackageIsSearchedForMarkedClasses() {
            assertThat(edges(kit(selectPackage("dev.netproof.engine.marked"))
                    .configurationParameter("netproof.matrices", FOLDER + "/tenants.yaml")))
                    .containsExactlyInAnyOrder("cart-orders", "cart-metrics", "visitor-orders", "pulls", "looks");
        }

        @Test
        void aClassPathRootIsSearchedAsFarAsTheFiltersLet() throws URISyntaxException {
            Path root = Path.of(ByValue.class.getProtectionDomain().getCodeSource().getLocation().toURI());

            assertThat(edges(kit(selectClasspathRoots(Set.of(root)).toArray(DiscoverySelector[]::new))
                    .filters(ClassNameFilter.includeClassNamePatterns(".*ByValue")))).containsExactly(ALL);
        }

        @Test
        void aFileIsAMatrix() {
            assertThat(edgesSelectedBy(selectFile(SHOP))).containsExactly(ALL);
        }

        @Test
        void aLineOfAFileIsAnEdge() {
            assertThat(edgesSelectedBy(selectFile(SHOP, FilePosition.from(11)))).containsExactly("visitor-orders");
        }

        @Test
        void aFolderHasTheMatricesBelowIt() {
            assertThat(edges(kit(selectDirectory("../matrices/tenants")))).isNotEmpty();
        }

        @Test
        void filesAndFoldersWithoutMatricesAreLeftToOtherEngines() {
            assertThat(edgesSelectedBy(selectDirectory(FOLDER + "/foreign"))).isEmpty();
            assertThat(edgesSelectedBy(selectFile(FOLDER + "/foreign/deployment.yaml"))).isEmpty();
            assertThat(edgesSelectedBy(selectFile("pom.xml"))).isEmpty();
        }

        @Test
        void aRequestThatSelectsNothingTakesTheMatricesOfTheConfiguration() {
            assertThat(edges(kit().configurationParameter("netproof.matrices", SHOP + ", " + FOLDER + "/tenants.yaml")))
                    .contains("cart-orders", "pulls");
            assertThat(edgesSelectedBy()).isEmpty();
        }
    }

    @Nested
    class UniqueIds {

        @Test
        void eachIdSelectsItsEdgeAgain() {
            for (DiscoverySelector by : List.of(selectClass(ByValue.class), selectFile(SHOP))) {
                assertThat(edgesSelectedBy(selectUniqueId(test("cart-metrics", by).getUniqueId()))).as(by.toString())
                        .containsExactly("cart-metrics");
            }
        }

        @Test
        void theIdOfASourceSelectsItsEdges() {
            TestDescriptor source = test("cart-orders", selectClass(ByValue.class)).getParent().orElseThrow();

            assertThat(edgesSelectedBy(selectUniqueId(source.getUniqueId()))).containsExactly("cart-orders",
                    "cart-metrics");
        }

        @Test
        void anIdOfAMatrixOfTheConfigurationNeedsNoClass() {
            assertThat(edges(kit(selectUniqueId("[engine:netproof]/[matrix:shop]/[source:visitor]"))
                    .configurationParameter("netproof.matrices", SHOP))).containsExactly("visitor-orders");
        }

        @Test
        void anEdgeThatIsGoneIsAnErrorAndNoEmptyRun() {
            assertThat(kit(selectUniqueId(test("cart-orders", selectFile(SHOP)).getParent().orElseThrow().getUniqueId()
                    .append("edge", "gone"))).discover().getDiscoveryIssues()).singleElement()
                    .satisfies(issue -> assertThat(issue.severity()).isEqualTo(Severity.ERROR))
                    .satisfies(issue -> assertThat(issue.message()).contains("shop.yaml", "Discover the tests anew"));
        }

        @Test
        void idsAreTheSameOnEveryMachine() {
            assertThat(test("cart-orders", selectFile(Path.of(SHOP).toAbsolutePath().toString())).getUniqueId())
                    .hasToString("[engine:netproof]/[file:src%2Ftest%2Fresources%2Fengine%2Fshop.yaml]/[matrix:shop]"
                            + "/[source:cart]/[edge:cart-orders]");
        }
    }

    @Nested
    class Descriptions {

        @Test
        void anEdgeLeadsToItsLine() {
            TestSource source = test("visitor-orders", selectClass(ByValue.class)).getSource().orElseThrow();

            assertThat(source).isInstanceOfSatisfying(FileSource.class, file -> {
                assertThat(file.getFile()).isEqualTo(Path.of(SHOP).toAbsolutePath().toFile());
                assertThat(file.getPosition().orElseThrow().getLine()).isEqualTo(11);
            });
        }

        @Test
        void anEdgeIsCalledAsAReaderWouldSayIt() {
            assertThat(test("visitor-orders", selectFile(SHOP)).getDisplayName())
                    .isEqualTo("visitor-orders: visitor -> orders 8080/TCP deny");
        }

        @Test
        void buildToolsFindTheClassAbove() {
            TestDescriptor marked = kit(selectClass(ByValue.class)).discover().getEngineDescriptor().getChildren()
                    .iterator().next();

            assertThat(marked.getLegacyReportingName()).isEqualTo(ByValue.class.getName());
            assertThat(marked.getSource()).contains(ClassSource.from(ByValue.class));
        }

        @Test
        void tagsOfEdgesAndOfTheMarkerAreTestTags() {
            assertThat(test("cart-orders", selectClass(ByValue.class)).getTags()).extracting("name")
                    .containsExactlyInAnyOrder("network", "checkout");
            assertThat(test("visitor-orders", selectFile(SHOP)).getTags()).isEmpty();
        }

        @Test
        void tagExpressionsChooseEdges() {
            assertThat(edges(filtered(includeTags("network & !checkout")))).containsExactly("visitor-orders");
            assertThat(edges(filtered(excludeTags("network")))).isEmpty();
        }

        private EngineTestKit.Builder filtered(Filter<?> filter) {
            return kit(selectClass(ByValue.class)).filters(filter);
        }
    }

    @Nested
    class Issues {

        private List<DiscoveryIssue> issues(EngineTestKit.Builder kit) {
            return kit.discover().getDiscoveryIssues();
        }

        @Test
        void everyProblemOfAMatrixIsOneWithFileLineAndColumn() {
            List<DiscoveryIssue> issues = issues(kit(selectFile(FOLDER + "/bad/shop.yaml")));

            assertThat(issues).hasSize(2).allSatisfy(issue -> assertThat(issue.severity()).isEqualTo(Severity.ERROR));
            assertThat(issues.get(0).message()).startsWith(FOLDER + "/bad/shop.yaml:9:");
            assertThat(issues.get(1).source()).hasValueSatisfying(
                    source -> assertThat(((FileSource) source).getPosition().orElseThrow().getLine()).isEqualTo(10));
        }

        @Test
        void aClassWithAnInvalidMatrixStillCountsAsOneWithTests() {
            TestDescriptor engine = kit(selectClass(ByConfiguration.class))
                    .configurationParameter("netproof.matrices", FOLDER + "/bad/shop.yaml").discover()
                    .getEngineDescriptor();

            assertThat(TestDescriptor.containsTests(engine)).isTrue();
        }

        @Test
        void aFileThatIsNotThereIsOne() {
            assertThat(issues(kit(selectClass(ByConfiguration.class)).configurationParameter("netproof.matrices",
                    "gone.yaml"))).singleElement()
                    .satisfies(
                            issue -> assertThat(issue.message()).startsWith("gone.yaml:1:1: there is no such file."));
        }

        @Test
        void aMarkerThatComesToNoMatrixIsOne() {
            assertThat(issues(kit(selectClass(ByConfiguration.class)))).singleElement()
                    .satisfies(issue -> assertThat(issue.message()).startsWith("ByConfiguration: names no matrix."));
        }

        @Test
        void unusableParametersAreTogetherWithTheRest() {
            List<DiscoveryIssue> issues = issues(kit(selectFile(SHOP)).configurationParameters(Map.of("netproof.settle",
                    "3", "netproof.no-canary", "yes", "netproof.cluster", "moon")));

            assertThat(issues).extracting(DiscoveryIssue::message)
                    .containsExactlyInAnyOrder(
                            "netproof.settle: \"3\" is no duration. Write a number with ms, s or m: 500ms, 3s.",
                            "netproof.no-canary: \"yes\" is neither true nor false. Write one of them.",
                            "netproof.cluster: there is no source \"moon\". On the class path: kubeconfig. Name one of "
                                    + "them, or add the dependency that brings it.");
        }

        @Test
        void aMisspeltParameterIsAWarning() {
            assertThat(issues(kit(selectFile(SHOP)).configurationParameter("netproof.kubconfig", "x"))).singleElement()
                    .satisfies(issue -> assertThat(issue.severity()).isEqualTo(Severity.WARNING))
                    .satisfies(issue -> assertThat(issue.message()).startsWith("netproof.kubconfig: there is no such"));
        }

        @Test
        void twoMatricesOfOneNameAreOne() {
            assertThat(issues(kit(selectFile(SHOP), selectFile(FOLDER + "/twin/shop.yaml")))).singleElement()
                    .satisfies(issue -> assertThat(issue.message()).contains("name shop is taken"));
        }
    }
}
