package io.tidemark.metrics.redis.internal.write;

import java.util.Arrays;
import java.util.SortedMap;

/** The counts that one batch adds to one histogram, by bucket. Not thread-safe. */
final class BucketCounts {

    private static final long ABSENT = -1;
    /** More space than requested, because the next values are close. */
    private static final int ROOM = 32;
    /** Of a bucket and its count, with their blanks. */
    private static final int TEXT_LENGTH = 6;

    private final Additions additions;
    /** The bucket of the first count. */
    private int first;

    private long[] counts = new long[0];

    private int size;

    BucketCounts(Additions additions) {
        this.additions = additions;
    }

    /**
     * Adds counts, at least one.
     *
     * @throws ArithmeticException if one overflows a {@code long}
     */
    void merge(SortedMap<Integer, Long> added) {
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

    /** The number of different buckets. */
    int size() {
        return size;
    }

    /** Buckets and counts in turn, in ascending order. */
    String text() {
        StringBuilder text = new StringBuilder(size * TEXT_LENGTH);
        for (int index = 0; index < counts.length; index++) {
            if (counts[index] != ABSENT) {
                if (!text.isEmpty()) {
                    text.append(' ');
                }
                text.append(index + first).append(' ').append(counts[index]);
            }
        }
        return text.toString();
    }
}
