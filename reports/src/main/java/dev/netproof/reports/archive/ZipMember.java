package dev.netproof.reports.archive;

/**
 * A file in an archive.
 *
 * @param header offset of its own header
 * @param data offset of its compressed bytes
 * @param compressed how many there are
 * @param size how many they become
 * @param crc CRC-32 of these
 */
record ZipMember(String name, long header, long data, long compressed, long size, long crc) {}
