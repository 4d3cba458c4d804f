package dev.netproof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.netproof.reports.Html.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class HtmlTests {

    private static final String ATTACK = "</td><script>alert(\"1\" & '2')</script>";

    @Test
    void text_is_nothing_but_text() {
        String escaped = "&lt;/td&gt;&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;";

        assertThat(Html.element("td", Html.text(ATTACK))).hasToString("<td>" + escaped + "</td>");
        assertThat(Html.empty("meta", Attributes.of("content", ATTACK)))
                .hasToString("<meta content=\"" + escaped + "\">");
        assertThat(Html.line(ATTACK, 6)).hasToString("&lt;/td&gt;&lt;…");
    }

    @Test
    void data_cannot_end_the_element_that_holds_it() {
        assertThat(Html.data("rows", JsonNodeFactory.instance.stringNode("</script><!--")).toString())
                .isEqualTo("<script type=\"application/json\" class=\"rows\">\"\\u003c/script>\\u003c!--\"</script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"td onclick=alert(1)", "td><script", "", "TD", "script", "style"})
    void a_name_is_a_name(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Html.element(name, Html.text("x")));
    }

    @Test
    void an_attribute_has_a_name_too() {
        assertThatIllegalArgumentException().isThrownBy(() -> Attributes.of("title=x onclick", "alert(1)"));
    }
}
