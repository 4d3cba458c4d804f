/**
 * The lab's network: pods as network namespaces, Services, cluster DNS and NetworkPolicy on real packets.
 *
 * <p>Knows Kubernetes objects by their model only; has no idea of the API server that stores them.
 */
@NullMarked
package dev.netproof.lab.wire;

import org.jspecify.annotations.NullMarked;
