package dev.netproof.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.netproof.evidence.Protocol;
import dev.netproof.evidence.RawRecord;
import dev.netproof.plan.Probe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverTests {

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void smoke(String shell) throws Exception {
        Driver driver = new Driver();
        List<Probe> probes = new ArrayList<>();
        probes.add(Probes.handshake("t", "127.0.0.1", 9));
        probes.add(Probes.get("h", "127.0.0.1", 9, "/x"));
        probes.add(Probes.datagram("u", "127.0.0.1", 9));
        probes.add(Probes.query("d", Protocol.UDP, "127.0.0.1", 9, "foo.example"));
        probes.add(Probes.query("dt", Protocol.TCP, "127.0.0.1", 9, "foo.example"));
        probes.add(Probes.request("p", false, "GET", "/", "127.0.0.1", 9, "a.b", Probes.tcp("127.0.0.1", 10)));
        var out = new LocalExec(List.of(shell.split(" ", -1)), Map.of()).run(driver.job(probes));
        System.out.println(out);
        for (RawRecord r : driver.read(probes, out)) {
            System.out.println(r);
            System.out.println(new dev.netproof.classify.Classifier()
                    .classify(probes.stream().filter(p -> p.id().equals(r.probe())).findFirst().get().ask().kind(),
                            r.probe().equals("p"), r));
        }
        assertThat(out.exitCode()).isZero();
    }
}
