package io.tidemark.recharge.load;

/**
 * A line that was left out because the topic does not take a record of its length.
 *
 * @param number the line's number in the file, from 1 on, blank lines included
 * @param length its length in bytes
 */
public record LongLine(long number, long length) {}
