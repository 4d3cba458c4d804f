package dev.netproof.plan;

/**
 * A probe and where it starts.
 *
 * @param pod key of the {@link ProbePodPlan}
 */
public record Shot(String pod, Probe probe) {}
