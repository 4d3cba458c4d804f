package dev.netproof.matrix;

/** On which node a probe starts. */
public sealed interface NodeRule {

    /** On the node of the replicas that are tried. */
    record Same() implements NodeRule {}

    /** On another node than the replicas that are tried. */
    record Other() implements NodeRule {}

    /** On the node of this name. */
    record Named(String name) implements NodeRule {}
}
