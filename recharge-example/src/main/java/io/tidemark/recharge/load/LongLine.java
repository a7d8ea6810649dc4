package io.tidemark.recharge.load;

/**
 * A line that was skipped because it exceeds the topic's maximum record size.
 *
 * @param number the line's number in the file, from 1 on, blank lines included
 * @param length its length in bytes
 */
public record LongLine(long number, long length) {}
