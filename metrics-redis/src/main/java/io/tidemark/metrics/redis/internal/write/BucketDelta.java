package io.tidemark.metrics.redis.internal.write;

import io.tidemark.metrics.redis.internal.layout.Kind;
import java.util.Arrays;
import java.util.SortedMap;

/**
 * The changes of one batch to the buckets of one histogram, the largest part of a batch with histograms. Not safe for
 * use by several threads.
 */
final class BucketDelta implements Delta {

    private static final long ABSENT = -1;
    /** More space than requested, because the next values are close. */
    private static final int ROOM = 32;

    private final String key;
    private final String expiry;
    private final Additions additions;
    /** The bucket of the first count. */
    private int first;

    private long[] counts = new long[0];

    private int size;

    /** @param expiry in seconds since the epoch; empty means never */
    BucketDelta(String key, String expiry, Additions additions) {
        this.key = key;
        this.expiry = expiry;
        this.additions = additions;
    }

    /**
     * Adds counts.
     *
     * @throws ArithmeticException if one overflows a {@code long}
     */
    void merge(SortedMap<Integer, Long> added) {
        if (added.isEmpty()) {
            return;
        }
        makeRoom(added.firstKey(), added.lastKey());
        added.forEach((bucket, count) -> {
            int index = bucket - first;
            if (counts[index] == ABSENT) {
                counts[index] = count;
                size++;
            } else {
                counts[index] = additions.add(counts[index], count);
            }
        });
    }

    private void makeRoom(int lowest, int highest) {
        if (counts.length > 0 && lowest >= first && highest < first + counts.length) {
            return;
        }
        int begin = lowest - ROOM;
        int end = highest + 1 + ROOM;
        if (counts.length > 0) {
            begin = Math.min(begin, first);
            end = Math.max(end, first + counts.length);
        }
        long[] roomy = new long[end - begin];
        Arrays.fill(roomy, ABSENT);
        System.arraycopy(counts, 0, roomy, counts.length > 0 ? first - begin : 0, counts.length);
        first = begin;
        counts = roomy;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Kind kind() {
        return Kind.SUM;
    }

    @Override
    public String expiry() {
        return expiry;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public ArgumentRun fields() {
        long[] buckets = new long[size];
        int filled = 0;
        for (int index = 0; index < counts.length; index++) {
            if (counts[index] != ABSENT) {
                buckets[filled++] = (long) index + first;
            }
        }
        return new ArgumentRun.Numbers(buckets);
    }

    @Override
    public ArgumentRun values() {
        return new ArgumentRun.Numbers(
                Arrays.stream(counts).filter(count -> count != ABSENT).toArray());
    }
}
