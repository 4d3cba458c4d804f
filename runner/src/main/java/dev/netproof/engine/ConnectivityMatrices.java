package dev.netproof.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.platform.commons.annotation.Testable;

/**
 * Makes a class a test class whose tests are the edges of matrices, where a build or an IDE looks for classes:
 *
 * <pre>
 * &#064;ConnectivityMatrices("matrices/payments.yaml")
 * class NetworkTest {}
 * </pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Testable
public @interface ConnectivityMatrices {

    /**
     * Files, and folders that are searched for YAML. Relative to the working directory, which under Surefire and Gradle is
     * that of the module. Empty for those of the configuration parameter {@code netproof.matrices}.
     */
    String[] value() default {};

    /** JUnit Platform tags of every edge, besides those of the matrix. */
    String[] tags() default {};
}
