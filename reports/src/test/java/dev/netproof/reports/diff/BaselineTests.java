package dev.netproof.reports.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTests {
    @TempDir
    private Path temporary;

    @ParameterizedTest(name = "{0}, then {1} is {2}")
    @CsvSource({
            "deny closed,  deny open,           OPENED",
            "allow closed, allow open,          OPENED",
            "allow open,   allow closed,        CLOSED",
            "deny open,    deny closed,         CLOSED",
            "deny closed,  deny unknown,        UNPROVEN",
            "deny unknown, deny closed,         PROVEN",
            "deny unknown, deny open,           PROVEN",
            "deny closed,  allow closed,        EXPECTATION_CHANGED",
            "deny closed,  allow open,          EXPECTATION_CHANGED",
            "deny open,    deny open monitor,   EXPECTATION_CHANGED",
            "deny open,    deny open,           STILL_FAILING",
            "allow closed, allow closed,        STILL_FAILING",
            "deny unknown, deny unknown,        STILL_FAILING",
    })
    void tells_what_became_of_an_edge(String before, String now, EdgeChange.Kind kind) throws IOException {
        Diff diff = diff(before, now);

        assertThat(diff.changes()).extracting(EdgeChange::kind).containsExactly(kind);
        assertThat(diff.news()).isEqualTo(kind != EdgeChange.Kind.STILL_FAILING);
    }

    @ParameterizedTest
    @CsvSource({"deny closed", "allow open"})
    void is_quiet_about_what_is_as_before_and_as_agreed(String words) throws IOException {
        Diff diff = diff(words, words);

        assertThat(diff.changes()).isEmpty();
        assertThat(diff.same()).isEqualTo(1);
        assertThat(diff.news()).isFalse();
    }

    @Test
    void knows_edges_that_are_new_and_gone() throws IOException {
        Path old = Morning.run(temporary.resolve("old"), 1, Morning.edge("a", "deny closed"));
        Path now = Morning.run(temporary.resolve("new"), 2, Morning.edge("b", "deny open"));

        Diff diff = Baseline.read(List.of(old)).compare(now);

        assertThat(diff.changes()).extracting(EdgeChange::kind, EdgeChange::id).containsExactly(
                tuple(EdgeChange.Kind.NEW, "b"),
                tuple(EdgeChange.Kind.GONE, "a"));
    }

    @Test
    void tells_the_worst_first() throws IOException {
        Path old = Morning.run(temporary.resolve("old"), 1, Morning.edge("still", "deny open"),
                Morning.edge("fixed", "allow closed"), Morning.edge("leak", "deny closed"),
                Morning.edge("blocked", "allow open"));
        Path now = Morning.run(temporary.resolve("new"), 2, Morning.edge("still", "deny open"),
                Morning.edge("fixed", "allow open"), Morning.edge("leak", "deny open"),
                Morning.edge("blocked", "allow closed"));

        assertThat(Baseline.read(List.of(old)).compare(now).changes()).extracting(EdgeChange::id)
                .containsExactly("leak", "fixed", "blocked", "still");
    }

    @Nested
    class An_edge_that_flaps {

        @Test
        void is_told_although_it_is_as_in_the_run_before() throws IOException {
            Diff diff = over("deny closed", "deny open", "deny closed", "deny closed");

            assertThat(diff.changes()).extracting(EdgeChange::kind).containsExactly(EdgeChange.Kind.FLAPPING);
            assertThat(diff.changes().getFirst().history()).containsExactly(Seen.CLOSED, Seen.OPEN, Seen.CLOSED,
                    Seen.CLOSED);
            assertThat(diff.news()).isFalse();
        }

        @Test
        void and_turns_again_is_news() throws IOException {
            Diff diff = over("deny closed", "deny open", "deny unknown", "deny closed", "deny open");

            assertThat(diff.changes()).extracting(EdgeChange::kind).containsExactly(EdgeChange.Kind.OPENED);
            assertThat(diff.changes().getFirst().flaps()).isTrue();
        }

        @Test
        void does_not_when_it_was_only_not_proven_for_a_while() throws IOException {
            assertThat(over("deny closed", "deny unknown", "deny closed", "deny closed").changes()).isEmpty();
        }
    }

    @Nested
    class A_run_that_broke_off {

        @Test
        void makes_no_edge_gone_and_is_news() throws IOException {
            Path old = Morning.run(temporary.resolve("old"), 1, Morning.edge("a", "deny closed"));
            Path now = Morning.run(temporary.resolve("new"), 2, "interrupted", List.of());

            Diff diff = Baseline.read(List.of(old)).compare(now);

            assertThat(diff.changes()).isEmpty();
            assertThat(diff.news()).isTrue();
            assertThat(diff.remarks()).singleElement().asString().startsWith("The newer run is not complete");
        }
    }

    @Test
    void wants_the_oldest_first() throws IOException {
        Path one = Morning.run(temporary.resolve("one"), 1);
        Path two = Morning.run(temporary.resolve("two"), 2);

        assertThatIOException().isThrownBy(() -> Baseline.read(List.of(two, one)))
                .withMessageContaining("Give the oldest first");
    }

    private Diff diff(String before, String now) throws IOException {
        return over(before, now);
    }

    private Diff over(String... words) throws IOException {
        List<Path> runs = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            runs.add(Morning.run(temporary.resolve("run-" + i), i, Morning.edge("a", words[i])));
        }
        return Baseline.read(runs.subList(0, runs.size() - 1)).compare(runs.getLast());
    }
}
