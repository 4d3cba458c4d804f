package dev.netproof.probe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

import dev.netproof.plan.ProbePodPlan;
import dev.netproof.snapshot.ProbePodLabel;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How a run signs every object it creates, so that its objects, and no others, are found and removed again.
 *
 * <p>The label has one value for all runs: in engines that derive an identity from labels, a value per run would make
 * a new identity per run. The run's id therefore stands in an annotation.
 *
 * @param runId safe in label values
 * @param version of Netproof
 * @param matrices names of the matrices the run is about, for whoever finds the object
 */
public record RunMark(String runId, String version, String matrices) {

    /** What Kubernetes takes for a label's value, but for the empty one. */
    private static final Pattern LABEL_SAFE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    public RunMark {
        if (!LABEL_SAFE.matcher(runId).matches()) {
            throw new IllegalArgumentException("run id \"" + runId + "\" can't be a label's value");
        }
    }

    /** Label of every object that Netproof creates, with {@link #LABEL_VALUE}. */
    public static final String LABEL = ProbePodLabel.KEY;
    public static final String LABEL_VALUE = "true";

    /** Annotation of every object that Netproof creates; holds the run's id. */
    public static final String RUN = ProbePodPlan.RUN_ANNOTATION;

    /** The labels to find them by. */
    public static Map<String, String> labels() {
        return Map.of(LABEL, LABEL_VALUE);
    }

    public Map<String, String> annotations() {
        return Map.of(RUN, runId, "netproof.dev/version", version, "netproof.dev/matrices", matrices);
    }

    /** Id of the run that signed the object; null when the object is not Netproof's, whatever it is labelled. */
    public static @Nullable String runOf(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        if (labels == null || annotations == null || !LABEL_VALUE.equals(labels.get(LABEL))) {
            return null;
        }
        return annotations.get(RUN);
    }

    /** A short word in {@code [0-9a-f]} that tells this run's object names from another's. */
    public String suffix() {
        return digest(runId);
    }

    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
