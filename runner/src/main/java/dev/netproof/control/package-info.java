/**
 * What makes a denied attempt evidence. A connection that does not come about may have a hundred reasons; it proves a policy
 * only if, for that very attempt,
 *
 * <ul>
 * <li>the source's network worked at that time: in the same exec the same pod reached another one, or the kubelet of its node
 * reached it;
 * <li>the target listened, and was the same target: the same pod, the same containers, seen before the attempt and after it,
 * and, where another source of the run is the witness, during it;
 * <li>nothing near the source accepts every connection: one to an address where nothing is did not come about;
 * <li>this cluster was seen to enforce a policy.
 * </ul>
 *
 * <p>{@link dev.netproof.control.Witnesses} chooses who is asked, {@link dev.netproof.control.ControlLog} keeps what came of it,
 * {@link dev.netproof.control.Proof} is what follows for one denied path. Pure: no cluster, no clock, no I/O.
 */
@NullMarked
package dev.netproof.control;

import org.jspecify.annotations.NullMarked;
