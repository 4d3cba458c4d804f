package dev.netproof.matrix.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Expectation;
import dev.netproof.evidence.Protocol;
import dev.netproof.matrix.Destination;
import dev.netproof.matrix.Edge;
import dev.netproof.matrix.Identity;
import dev.netproof.matrix.Port;
import dev.netproof.matrix.Source;
import dev.netproof.matrix.Target;
import dev.netproof.matrix.WorkloadKind;
import dev.netproof.matrix.grammar.Names;
import dev.netproof.matrix.grammar.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is suggested is read back as it was meant, whatever the words are. */
class SnippetTests {

    @TempDir
    private Path folder = Path.of(".");

    private Edge read(Snippet snippet) throws IOException {
        String yaml = "apiVersion: netproof.dev/v1beta1\nkind: ConnectivityMatrix\nmetadata: {name: m}\nspec:\n"
                + snippet.yaml().indent(2);
        Reading reading = new MatrixReader().read(List.of(Files.writeString(folder.resolve("m.yaml"), yaml)));
        assertThat(reading).as(yaml).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).matrices().get(0).edges().get(0);
    }

    private static Snippet snippet(Source source, Destination destination, Port port, String because) {
        return Snippet.of("notices-1", source, destination, port, Expectation.DENY, true, because).withPeer(source)
                .withPeer(destination);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "no", "null", "123", "1e3", "0x10", "1.5", "2030-01-01", "y", "a", "v1.2_3", ""})
    void labelsStayText(String value) throws IOException {
        Source source = new Source("null", new Identity.Labelled("true", Map.of("app", value, "on", "x")));
        Destination destination = new Destination("123", new Target.OfService("ns", "yes"));

        Edge edge = read(snippet(source, destination, new Port.Numbered(53, Protocol.UDP), "why"));

        assertThat(edge.source()).isEqualTo(source);
        assertThat(edge.destination()).isEqualTo(destination);
        assertThat(edge.port()).isEqualTo(new Port.Numbered(53, Protocol.UDP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b # c", "\"}, {id: x", "line\nbreak", "\u202Eevil\u0000", "${tenant}", "\\", "'", "😀"})
    void hostileReasonsStayReasons(String because) throws IOException {
        Source source = new Source("s", new Identity.OfWorkload("ns", WorkloadKind.DEPLOYMENT, "a.b"));
        Destination destination = new Destination("t", new Target.Address("2001:db8::7"));

        Edge edge = read(snippet(source, destination, new Port.Named("http", Protocol.TCP).isKnownTo(
                destination.target()) ? new Port.Named("http", Protocol.TCP) : new Port.Numbered(1, Protocol.TCP),
                because));

        assertThat(edge.id()).isEqualTo("notices-1");
        assertThat(edge.source()).isEqualTo(source);
        assertThat(edge.destination()).isEqualTo(destination);
        assertThat(edge.governance().because()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b", "x\ny", "UPPER", "", "a_b", "\"", "-", "a.b.c."})
    void whatNoMatrixCanNameIsNotNamed(String name) {
        assertThat(Snippet.canName(new Target.OfService(name, "ok"))).isFalse();
        assertThat(Snippet.canName(new Target.OfService("ok", name))).isFalse();
        assertThat(Snippet.canName(new Identity.OfWorkload("ok", WorkloadKind.DEPLOYMENT, name))).isFalse();
        assertThat(Snippet.canName(new Identity.Labelled(name, Map.of()))).isFalse();
    }

    @Test
    void labelsThatNoClusterTakesAreNotNamed() {
        assertThat(Snippet.canName(new Identity.Labelled("ok", Map.of("a b", "c")))).isFalse();
        assertThat(Snippet.canName(new Identity.Labelled("ok", Map.of("a", "b c")))).isFalse();
        assertThat(Snippet.canName(new Target.Address("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop-web", "Shop: \"x\"", "self", "---", "a.b_c",
            "very-long-very-long-very-long-very-long-very-long-very-long-very-long-"})
    void everyPeerGetsAName(String words) {
        assertThat(Names.LABEL.parse(Snippet.peerName(words))).isInstanceOf(Parsed.Read.class);
        assertThat(Snippet.peerName(words)).isNotEqualTo("self");
    }
}
