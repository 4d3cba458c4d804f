package dev.netproof.evidence;

import java.util.List;

/**
 * What is judged of an edge: the heaviest of its findings decides.
 *
 * @param summary one line: what was seen, or what could not be
 */
public record Verdict(Result result, String summary, List<Finding> findings) {

    /** The three ways an edge can end. Inconclusive is never a pass. */
    public enum Result {
        CONFORMS, VIOLATED, INCONCLUSIVE
    }

    public Verdict {
        findings = List.copyOf(findings);
        if (result != resultOf(findings)) {
            throw new IllegalArgumentException(result + " does not follow from " + findings);
        }
    }

    /** The verdict that follows from findings. */
    public static Verdict of(String summary, List<Finding> findings) {
        return new Verdict(resultOf(findings), summary, findings);
    }

    private static Result resultOf(List<Finding> findings) {
        Result result = Result.CONFORMS;
        for (Finding finding : findings) {
            switch (finding.weight()) {
                case VIOLATION -> {
                    return Result.VIOLATED;
                }
                case INCONCLUSIVE -> result = Result.INCONCLUSIVE;
                case REMARK -> {
                    // Says something, decides nothing.
                }
            }
        }
        return result;
    }
}
