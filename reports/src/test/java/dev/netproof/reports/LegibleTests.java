package dev.netproof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegibleTests {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"a control character is its picture,  '\u001b[31m',      ␛[31m",
            "a null is its picture,               'a\u0000b',         a␀b",
            "a bell is its picture,               '\u0007',           ␇",
            "a delete is its picture,             '\u007f',           ␡",
            "half a character is replaced,        'a\ud800b',         a\ufffdb",
            "a noncharacter is replaced,          'a\uffffb',         a\ufffdb",
            "a turn of direction is spelt out,    'a\u202eb',         a<U+202E>b",
            "a line ends with a line feed,        'a\r\nb\u2028c',    'a\nb\nc'",
            "a lone carriage return is a picture, 'a\rb',             a␍b",
            "a tab stays,                         'a\tb',             'a\tb'",
            "other scripts stay,                  Größe 支払い 😀,      Größe 支払い 😀"})
    void text_is_made_legible(String rule, String text, String expected) {
        assertThat(Legible.text(text)).as(rule).isEqualTo(expected);
    }

    @Test
    void a_line_is_one_line() {
        assertThat(Legible.line(" a\n\n b\tc\u2029")).isEqualTo("a b c");
    }

    @Test
    void a_cut_never_halves_a_character() {
        assertThat(Legible.line("ab😀", 3)).isEqualTo("ab…");
        assertThat(Legible.line("ab😀", 4)).isEqualTo("ab😀");
    }

    @Test
    void a_cut_says_how_much_is_left_out() {
        assertThat(Legible.text("\u202e".repeat(3), 10)).endsWith("… 14 more characters are in the evidence");
        assertThat(Legible.text("x".repeat(110), 10))
                .isEqualTo("xxxxxxxxxx\n… 100 more characters are in the evidence");
    }
}
