package io.tidemark.metrics.redis.internal.layout;

import io.tidemark.offset.OffsetStoreException;

/**
 * Splits texts that {@code read.lua} has joined with a separator. Their number comes first, so a text that contains the
 * separator is detected. A sink writes no such text. Not safe for use by several threads.
 */
public final class Joined {

    private final String source;
    private final String joined;
    private final char separator;
    private final int size;
    private int at;
    private int taken;

    /** @param source the origin of the texts, for messages */
    public Joined(String source, String joined, char separator) {
        this.source = source;
        this.joined = joined;
        this.separator = separator;
        this.size = Integer.parseInt(take());
        this.taken = 0;
    }

    /** Whether there is another text. At the end, checks the announced number. */
    public boolean hasNext() {
        if (taken < size) {
            return true;
        }
        if (at <= joined.length() && size > 0) {
            throw torn();
        }
        return false;
    }

    public String next() {
        if (at > joined.length()) {
            throw torn();
        }
        return take();
    }

    private String take() {
        int end = joined.indexOf(separator, at);
        String text = joined.substring(at, end < 0 ? joined.length() : end);
        at = end < 0 ? joined.length() + 1 : end + 1;
        taken++;
        return text;
    }

    private OffsetStoreException torn() {
        return new OffsetStoreException("Cannot read " + source
                + ": a field or a value in it has a line break or a blank, which no sink wrote; remove it");
    }
}
