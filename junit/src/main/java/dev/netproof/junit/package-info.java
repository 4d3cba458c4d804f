/**
 * The lab as the cluster of builds and IDEs: the one thing that needs to know both the lab and the engine.
 *
 * <p>Depend on this module, and the engine, the reports and the lab are on the class path.
 */
@NullMarked
package dev.netproof.junit;

import org.jspecify.annotations.NullMarked;
