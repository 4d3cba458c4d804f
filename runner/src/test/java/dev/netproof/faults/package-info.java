/**
 * A proxy between the client and an API server that does to their connections what networks, load balancers and API servers do,
 * by a script that says when; for tests on a lab.
 *
 * <p>Knows HTTP/1.1 and WebSocket frames, and no Kubernetes but the paths of a watch and an exec.
 */
@NullMarked
package dev.netproof.faults;

import org.jspecify.annotations.NullMarked;
