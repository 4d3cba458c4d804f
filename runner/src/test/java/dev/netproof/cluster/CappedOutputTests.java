package dev.netproof.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class CappedOutputTests {

    private final AtomicInteger overflows = new AtomicInteger();
    private final CappedOutput output = new CappedOutput(5, overflows::incrementAndGet);

    @Test
    void keepsWhatFits() {
        write("12345");

        assertThat(output.text()).isEqualTo("12345");
        assertThat(overflows).hasValue(0);
    }

    @Test
    void cutsWhatDoesNotFitAndSaysSo() {
        write("123");
        write("4567");
        write("8");

        assertThat(output.text()).isEqualTo("12345");
        assertThat(overflows).hasValue(2);
    }

    @Test
    void replacesWhatIsNotText() {
        output.write(new byte[]{'a', (byte) 0xff, 'b'}, 0, 3);

        assertThat(output.text()).isEqualTo("a\ufffdb");
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.write(bytes, 0, bytes.length);
    }
}
