package dev.netproof.evidence;

import java.util.List;

import dev.netproof.evidence.PolicyMutant.Result;

/**
 * How much of the declared policies the matrices hold in place: of the mistakes that could be made in them, the part that
 * some edge would notice.
 *
 * @param percent of the mutants that could be noticed, those that are, rounded down to a decimal; 100 where there is none
 * @param noticed mutants, as are the next three
 * @param mutants all of them, in the order of their policies
 * @param notMutated policies that are not evaluated, so that nothing is known of them
 * @param leftOut edges whose declared verdict can't be told, each with the reason
 */
public record PolicyCoverage(double percent, int noticed, int unnoticed, int equivalent, int undecided,
        List<PolicyMutant> mutants,
        List<String> notMutated, List<String> leftOut) {

    public PolicyCoverage {
        mutants = List.copyOf(mutants);
        notMutated = List.copyOf(notMutated);
        leftOut = List.copyOf(leftOut);
    }

    /** Of these mutants. */
    public static PolicyCoverage of(List<PolicyMutant> mutants, List<String> notMutated, List<String> leftOut) {
        int noticed = count(mutants, Result.NOTICED);
        int unnoticed = count(mutants, Result.UNNOTICED);
        double percent = unnoticed == 0 ? 100 : Math.floor(1000.0 * noticed / (noticed + unnoticed)) / 10;
        return new PolicyCoverage(percent, noticed, unnoticed, count(mutants, Result.EQUIVALENT),
                count(mutants, Result.UNDECIDED), mutants, notMutated, leftOut);
    }

    private static int count(List<PolicyMutant> mutants, Result result) {
        return (int) mutants.stream().filter(mutant -> mutant.result() == result).count();
    }
}
