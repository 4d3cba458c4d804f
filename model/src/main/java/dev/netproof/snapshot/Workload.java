package dev.netproof.snapshot;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/**
 * An object with a pod template.
 *
 * @param kind as Kubernetes spells it: {@code Deployment}
 */
public record Workload(String kind, String namespace, String name, LabelSelector selector, PodTemplateSpec template) {}
