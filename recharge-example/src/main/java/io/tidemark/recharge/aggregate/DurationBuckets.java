package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Histograms of durations, for each time step and each number, such as that of a region. */
final class DurationBuckets implements Serializable {

    private static final long serialVersionUID = 1L;

    /** More than {@link LogBuckets} has. */
    private static final int BUCKETS = 4096;

    private final String metric;
    private final Step step;
    private final int numbers;

    /** One entry for each step, number and bucket with durations. */
    private final LongIndex entries = new LongIndex();

    private final LongColumn counts = new LongColumn();

    /**
     * Creates empty histograms.
     *
     * @param metric the name of the metric
     * @param step the time step
     * @param numbers the count of numbers, from 0 on
     */
    DurationBuckets(String metric, Step step, int numbers) {
        this.metric = metric;
        this.step = step;
        this.numbers = numbers;
    }

    void add(long minute, int number, long millis) {
        long cell = Math.floorDiv(minute, step.length().toMinutes()) * numbers + number;
        counts.add(entries.numberOf(cell * BUCKETS + LogBuckets.bucketOf(millis) - LogBuckets.ZERO), 1);
    }

    int size() {
        return entries.size();
    }

    /** Adds durations that were counted elsewhere, with the same steps and numbers. */
    void merge(DurationBuckets other) {
        for (int there = 0; there < other.entries.size(); there++) {
            counts.add(entries.numberOf(other.entries.key(there)), other.counts.sum(there));
        }
    }

    /** Adds one histogram for each step and number to measurements. */
    void measure(List<Measurement> measurements, IntFunction<SortedMap<String, String>> tagsOf) {
        histograms()
                .forEach((cell, histogram) -> measurements.add(Measurement.of(
                        metric,
                        tagsOf.apply((int) Math.floorMod(cell, (long) numbers)),
                        time(Math.floorDiv(cell, (long) numbers)),
                        new MetricValue.Histogram(histogram))));
    }

    private MetricTime time(long steps) {
        return new MetricTime(Instant.ofEpochSecond(steps * step.length().toSeconds()), step);
    }

    private Map<Long, SortedMap<Integer, Long>> histograms() {
        Map<Long, SortedMap<Integer, Long>> histograms = new TreeMap<>();
        for (int entry = 0; entry < entries.size(); entry++) {
            int bucket = (int) Math.floorMod(entries.key(entry), (long) BUCKETS) + LogBuckets.ZERO;
            histograms
                    .computeIfAbsent(Math.floorDiv(entries.key(entry), (long) BUCKETS), cell -> new TreeMap<>())
                    .put(bucket, counts.sum(entry));
        }
        return histograms;
    }
}
