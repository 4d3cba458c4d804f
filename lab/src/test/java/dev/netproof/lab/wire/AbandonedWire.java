package dev.netproof.lab.wire;

import java.io.IOException;
import java.util.List;

import dev.netproof.lab.network.EnforcementMode;
import io.fabric8.kubernetes.api.model.Pod;

/** A program that starts a wire with a pod and something running inside, and waits to be killed. */
final class AbandonedWire {

    private AbandonedWire() {}

    public static void main(String[] arguments) throws IOException {
        WireScene scene = WireScene.start(EnforcementMode.DROP);
        Pod pod = scene.pod("shop/checkout");
        scene.wire().exec(pod.getMetadata().getUid(), List.of("sh", "-c", "sleep 600 & sleep 600"));
        System.out.println("up");
        System.in.read();
    }
}
