package dev.netproof.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.netproof.lab.network.EnforcementMode;
import org.junit.jupiter.api.Test;

class EndOfTheWireTests {

    @Test
    void nothingOutlivesAJvmThatIsKilled() throws IOException {
        WireScene.start(EnforcementMode.NONE).close();
        Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), AbandonedWire.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(jvm.inputReader().readLine()).isEqualTo("up");
        await().until(() -> jvm.descendants().filter(EndOfTheWireTests::sleeps).count() == 2);
        List<ProcessHandle> all = jvm.descendants().toList();

        jvm.destroyForcibly();

        await().atMost(Duration.ofSeconds(5)).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static boolean sleeps(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/sleep");
    }

    @Test
    void nothingOutlivesItsClosing() throws IOException {
        WireScene scene = WireScene.start(EnforcementMode.NONE);
        scene.pod("shop/checkout");
        Process inside = scene.wire().exec(scene.uid("shop/checkout"), List.of("sleep", "600"));
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        long start = System.nanoTime();

        scene.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        await().until(() -> !inside.isAlive() && before.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(scene.wire().accepts(new InetSocketAddress(scene.address("shop/checkout"), 8080),
                Duration.ofSeconds(1))).isFalse();
        assertThatThrownBy(scene::sync).isInstanceOf(IOException.class);
        scene.close();
    }
}
