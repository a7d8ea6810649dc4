package io.tidemark.bench.candidate;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/** A histogram in buckets of {@code LogBuckets}, in ascending order. Mutable, not thread-safe. */
final class BucketCounts {

    private static final int FIRST = 8;

    private int[] buckets = new int[FIRST];
    private long[] counts = new long[FIRST];
    private int size;

    void add(int bucket, long count) {
        int place = Arrays.binarySearch(buckets, 0, size, bucket);
        if (place < 0) {
            place = -place - 1;
            if (size == buckets.length) {
                buckets = Arrays.copyOf(buckets, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            System.arraycopy(buckets, place, buckets, place + 1, size - place);
            System.arraycopy(counts, place, counts, place + 1, size - place);
            buckets[place] = bucket;
            counts[place] = 0;
            size++;
        }
        counts[place] += count;
    }

    void forEach(ObjLongConsumer<Integer> consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(buckets[i], counts[i]);
        }
    }

    BucketCounts copy() {
        BucketCounts copy = new BucketCounts();
        copy.buckets = buckets.clone();
        copy.counts = counts.clone();
        copy.size = size;
        return copy;
    }

    /** The bucket of zero is -1, and numbers are not negative. */
    void write(PackedBytes bytes) {
        bytes.put(size);
        for (int i = 0; i < size; i++) {
            bytes.put(buckets[i] + 1L);
            bytes.put(counts[i]);
        }
    }

    static BucketCounts read(PackedBytes bytes) {
        BucketCounts read = new BucketCounts();
        read.size = (int) bytes.number();
        read.buckets = new int[Math.max(FIRST, read.size)];
        read.counts = new long[read.buckets.length];
        for (int i = 0; i < read.size; i++) {
            read.buckets[i] = (int) bytes.number() - 1;
            read.counts[i] = bytes.number();
        }
        return read;
    }
}
