package dev.netproof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTests {

    @ParameterizedTest
    @ValueSource(strings = {"payments", "payments-2", "a", "a.b"})
    void a_plain_name_stays(String name) {
        assertThat(FileName.of(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc/passwd", "a/b", "a\\b", ".hidden", "a..b", "Größe", "a\u0000b", "a\nb",
            "-a"})
    void any_other_name_is_made_safe(String name) {
        assertThat(FileName.of(name)).matches("[A-Za-z0-9_-]*-[0-9a-f]{8}");
    }

    @Test
    void names_that_look_alike_are_kept_apart_on_every_file_system() {
        assertThat(Stream.of("a/b", "a\\b", "a_b", "A_B", "a b", "payments", "Payments")
                .map(name -> FileName.of(name).toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
    }

    @Test
    void a_long_name_is_cut() {
        assertThat(FileName.of("x".repeat(5_000))).hasSizeLessThan(120);
    }

    @Test
    void a_hash_keeps_names_apart_wherever_they_are_split() {
        assertThat(FileName.hash("a", "bc")).isNotEqualTo(FileName.hash("ab", "c"));
    }
}
