/**
 * What makes a denied attempt evidence. A connection that does not come about may have a hundred reasons; it proves a policy
 * only if no single outage can have swallowed it. For that very attempt,
 *
 * <ul>
 * <li>the source's network worked at that time: between two packets that were denied the same pod reached another one, or the
 * kubelet of its node reached it;
 * <li>the target listened, and was the same target: the same pod, the same containers, reached by somebody between two denied
 * attempts and after them, or kept ready by its kubelet;
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
