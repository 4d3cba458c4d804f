package dev.netproof.truth;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.netproof.canary.CanaryOptions;
import dev.netproof.probe.ProbeField;
import dev.netproof.run.Cancellation;
import dev.netproof.run.Run;
import dev.netproof.run.RunOptions;
import dev.netproof.run.RunSetup;
import org.jspecify.annotations.Nullable;

/** Plays the runs of a schedule one after the other, in one world. */
final class Play {

    /** More than any run may take: three passes, each with the longest window, beside a canary that is out of patience. */
    static final Duration BOUND = Duration.ofMinutes(3);

    private static final RunOptions OPTIONS = new RunOptions(Duration.ofSeconds(1), Duration.ofMillis(500), false);
    private static final CanaryOptions CANARY = new CanaryOptions("netproof-canary", CanaryOptions.DEFAULT_PATIENCE);

    private final Schedule schedule;
    private final World world;

    Play(Schedule schedule) {
        this.schedule = schedule;
        this.world = new World(schedule);
    }

    World world() {
        return world;
    }

    List<Ran> all() {
        List<Ran> runs = new ArrayList<>();
        for (int i = 0; i < schedule.starts().size(); i++) {
            runs.add(run("run-" + i + "-" + schedule.seed(), schedule.starts().get(i), i == 0));
        }
        return runs;
    }

    private Ran run(String id, long at, boolean first) {
        Kept evidence = new Kept();
        List<String> told = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        Cancellation cancellation = new Cancellation();
        boolean busy = !world.leases().isEmpty();
        world.begin(at, BOUND, first, cancellation);
        long began = world.turns().nanos();
        RunSetup setup = new RunSetup(id, "1.0", "probe", world, field -> field(fields, field), CANARY, OPTIONS,
                world.clock(), world.turns(), line -> tell(told, line), cancellation);
        Throwable thrown = ended(setup, evidence);
        return new Ran(id, evidence, thrown, told, fields, began, world.turns().nanos(), List.copyOf(world.looks()),
                busy, left(id, fields));
    }

    private @Nullable Throwable ended(RunSetup setup, Kept evidence) {
        try {
            new Run(setup).execute(List.of(Matrices.of(schedule)), evidence);
            return null;
        } catch (RuntimeException | IOException | Error e) {
            return e;
        }
    }

    /** The run makes that of its edges, then its canary, on a thread of its own, another. */
    private ProbeField field(List<Field> fields, String id) {
        Field field = new Field(world, id);
        if (id.endsWith("-canary")) {
            world.turns().spend(0);
        } else {
            world.turns().canaryIsDue();
        }
        fields.add(field);
        return field;
    }

    private void tell(List<String> told, String line) {
        told.add(line);
        if (line.equals("waiting for the canary")) {
            world.turns().runBlocks();
        }
    }

    private List<String> left(String id, List<Field> fields) {
        List<String> left = new ArrayList<>();
        fields.forEach(field -> left.addAll(field.left()));
        world.policies().stream().filter(policy -> policy.isThere() && policy.isOfRun(id + "-canary"))
                .map(World.Stored::name).forEach(left::add);
        world.leases().values().stream().filter(lease -> id.equals(lease.getSpec().getHolderIdentity()))
                .forEach(lease -> left.add("lease"));
        return left;
    }
}
