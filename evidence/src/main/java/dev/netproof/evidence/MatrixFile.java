package dev.netproof.evidence;

/**
 * A matrix of the run and the file it was read from.
 *
 * @param sha256 of the file's bytes, lower-case hexadecimal
 * @param edges how many edges it has, expanded
 */
public record MatrixFile(String matrix, String file, String sha256, int edges) {}
