/**
 * A program that makes Allure's HTML of a folder of results, without what in Allure's generator speaks to the outside.
 *
 * <p>Its libraries contradict those of the Kubernetes client, so it is a process of its own, and nobody's dependency.
 */
@NullMarked
package dev.netproof.allure;

import org.jspecify.annotations.NullMarked;
