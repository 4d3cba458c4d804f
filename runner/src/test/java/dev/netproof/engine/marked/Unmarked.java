package dev.netproof.engine.marked;

/** No test class. */
public class Unmarked {}
