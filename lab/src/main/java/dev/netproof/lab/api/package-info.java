/**
 * The lab's API server: a store of JSON trees, the verbs of the Kubernetes API over it, and HTTP in front.
 *
 * <p>Trees in the store are shared and never changed in place; every write puts a new tree. Knows nothing of controllers
 * or of the network: processes inside pods come through {@link dev.netproof.lab.api.PodProcesses}.
 */
@NullMarked
package dev.netproof.lab.api;

import org.jspecify.annotations.NullMarked;
