package dev.netproof.evidence;

/**
 * Which commit of a git repository a file is from.
 *
 * @param commit what was checked out, in hexadecimal
 * @param modified whether the file is not as it is in that commit, or is not in it
 */
public record Revision(String commit, boolean modified) {}
