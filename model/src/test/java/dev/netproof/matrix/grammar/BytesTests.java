package dev.netproof.matrix.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTests {

    @ParameterizedTest
    @CsvSource({"PING, 50494e47", "PING\\n, 50494e470a", "\\r\\t\\\\, 0d095c", "\\x00\\xfF, 00ff", "\\\\x41, 5c783431",
            "é, c3a9", "😀, f09f9880", "$(id)%s, 24286964292573"})
    void areReadFromTextAndItsEscapes(String text, String hex) {
        assertThat(new Bytes().parse(text))
                .isEqualTo(Parsed.read(new String(HexFormat.of().parseHex(hex), ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\\q", "\\x4", "\\xg0", "\\u0041", ""})
    void areNoneWhereABackslashBeginsNoEscapeOrNothingIsThere(String text) {
        assertThat(new Bytes().parse(text)).isInstanceOf(Parsed.Wrong.class);
    }

    @Test
    void areAtMost1200() {
        assertThat(new Bytes().parse("é".repeat(600))).isInstanceOf(Parsed.Read.class);
        assertThat(new Bytes().parse("é".repeat(600) + "e")).isInstanceOf(Parsed.Wrong.class);
    }
}
