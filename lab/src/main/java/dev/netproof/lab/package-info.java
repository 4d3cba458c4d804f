/**
 * A stand-in for a cluster on one Linux machine: a Kubernetes API that real clients speak, pods as network namespaces,
 * and NetworkPolicy enforced on real packets.
 *
 * <p>Shares nothing with the prober: what the lab enforces and what the prober declares are each other's test.
 */
@NullMarked
package dev.netproof.lab;

import org.jspecify.annotations.NullMarked;
