package dev.netproof.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.netproof.evidence.EdgeEvidence;
import dev.netproof.evidence.Verdict.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whole runs, canary and all, in thousands of random worlds whose truth is known. Never is an edge green where the policies would
 * have let the attempt pass that it is green by, or where it was another pod, or a source without a network, that this attempt was
 * about; never is one red where nothing contradicts the matrix; never does the canary see what no engine does; each run ends within
 * {@link Play#BOUND} of the world's time, accounts for each edge, and removes or names what it made.
 *
 * <p>{@code -Dnetproof.truth.schedules=100000 -Dnetproof.truth.seed=1} is a longer campaign. A failure says how to repeat it.
 *
 * <p>What these worlds leave out, and nothing here says anything about:
 * <ul>
 * <li>What lies between the packets of a round: a connection has one or two, a second apart, and the kubelets come every second.
 * <li>Two outages, each of which swallows some of the packets that were denied, and between which what was out lived: they look like
 * a policy, and no one outage does. An edge that is green by two of them is not complained of.
 * <li>How long a kubelet takes to notice that a pod does not listen: here it does at once, and the pod is not Ready from then on.
 * An outage that is shorter than its readiness probe allows for is seen by another source, or by nobody.
 * <li>Packets that an edge loses one by one: its attempts are long enough for a second. Those of the canary are not, so that it
 * loses some, but fewer in a row than it takes for an enforced policy.
 * <li>Endpoints that take no traffic and are said not to be proven, pods that are made when every edge was tried, and truths that
 * change without a policy or a pod, such as labels of a namespace.
 * <li>Protocols above TCP, and how objects are really removed: rooms of their own test these.
 * </ul>
 */
class TruthTests {

    private static final long FIRST = Long.getLong("netproof.truth.seed", 1);
    private static final int SCHEDULES = Integer.getInteger("netproof.truth.schedules", 2000);

    /** So many are told of. */
    private static final int ENOUGH = 25;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void nothingFalseIsEverSaid() {
        Map<Result, Integer> results = new EnumMap<>(Result.class);
        List<String> wrong = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
            Schedule schedule = Schedules.of(seed);
            List<String> complaints = new ArrayList<>();
            for (Ran run : new Play(schedule).all()) {
                complaints.addAll(new Jury(schedule, run).complaints());
                run.evidence().edges().forEach(edge -> results.merge(edge.verdict().result(), 1, Integer::sum));
            }
            if (!complaints.isEmpty()) {
                wrong.add("schedule " + seed + ": " + String.join("\n", complaints)
                        + (wrong.isEmpty() ? "\n" + schedule + "\n" + repeat(seed) : ""));
            }
        }
        assertThat(wrong.stream().limit(ENOUGH)).as("wrong in %d of %d schedules from seed %d on", wrong.size(),
                SCHEDULES, FIRST).isEmpty();
        // A prober that never says anything is never wrong.
        if (SCHEDULES > 100) {
            int all = results.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(results.get(Result.CONFORMS)).isGreaterThan(all / 4);
            assertThat(results.get(Result.VIOLATED)).isGreaterThan(all / 10);
        }
    }

    private static String repeat(long seed) {
        return "To repeat it: mvn -pl runner -am test -Dtest=TruthTests -Dsurefire.failIfNoSpecifiedTests=false "
                + "-Dnetproof.truth.schedules=1 -Dnetproof.truth.seed=" + seed;
    }

    @Test
    void theSameSeedComesToTheSame() {
        for (long seed = FIRST; seed < FIRST + 20; seed++) {
            assertThat(story(seed)).isEqualTo(story(seed));
        }
    }

    private static List<Object> story(long seed) {
        List<Object> story = new ArrayList<>();
        for (Ran run : new Play(Schedules.of(seed)).all()) {
            story.add(run.told());
            story.add(run.ended());
            run.evidence().edges().stream().map(EdgeEvidence::verdict).forEach(story::add);
        }
        return story;
    }
}
