package io.tidemark.metrics.redis.internal.write;

import io.tidemark.metrics.redis.internal.layout.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The changes of one batch to the buckets of the histograms of one hash: one text for each of its fields. Not safe for
 * use by several threads.
 */
public final class BucketsDelta implements Delta {

    /** The script takes as long for so many buckets as for a field with a sum. */
    private static final int BUCKETS_PER_FIELD = 8;

    private final String key;
    private final String expiry;
    private final Additions additions;
    private final Map<Field, BucketCounts> histograms = new LinkedHashMap<>();

    /** @param expiry in seconds since the epoch; empty means never */
    BucketsDelta(String key, String expiry, Additions additions) {
        this.key = key;
        this.expiry = expiry;
        this.additions = additions;
    }

    /**
     * Adds counts to the histogram of a field.
     *
     * @param counts by bucket, at least one
     * @throws ArithmeticException if one overflows a {@code long}
     */
    void merge(Field field, SortedMap<Integer, Long> counts) {
        histograms.computeIfAbsent(field, of -> new BucketCounts(additions)).merge(counts);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String merge() {
        return "buckets";
    }

    @Override
    public String expiry() {
        return expiry;
    }

    @Override
    public int size() {
        return histograms.size();
    }

    @Override
    public long cost() {
        long cost = histograms.size();
        for (BucketCounts counts : histograms.values()) {
            cost += counts.size() / BUCKETS_PER_FIELD;
        }
        return cost;
    }

    @Override
    public ArgumentRun fields() {
        return new ArgumentRun.Fields(List.copyOf(histograms.keySet()));
    }

    @Override
    public ArgumentRun values() {
        return new ArgumentRun.Texts(
                histograms.values().stream().map(BucketCounts::text).toList());
    }
}
