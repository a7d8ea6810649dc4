package io.tidemark.offset.tck;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** One driver of one group that counts into a sink, so that tests read like a job. */
record Counter(MetricSink sink, MetricReader reader, GroupId group) {

    /** The minute of most tests. */
    static final Instant MINUTE = Instant.parse("2026-01-02T03:04:00Z");

    /** A counter of the group that most tests use. */
    static Counter on(MetricsFixture fixture) {
        return new Counter(fixture.openMetrics(), fixture.openMetricReader(), Samples.GROUP);
    }

    Counter of(GroupId other) {
        return new Counter(sink, reader, other);
    }

    /** Stores offset 0 for the partitions. */
    Counter starting(TopicPartition... partitions) {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        for (TopicPartition partition : partitions) {
            first.put(partition, StoredOffset.of(0));
        }
        sink.initialize(group, first);
        return this;
    }

    void write(PartitionRange range, Measurement... measurements) {
        write(List.of(range), measurements);
    }

    void write(List<PartitionRange> ranges, Measurement... measurements) {
        sink.write(new MetricBatch(group, ranges, List.of(measurements)));
    }

    MetricSnapshot read(MetricQuery... queries) {
        return reader.read(group, List.of(queries));
    }

    /** The totals of a metric over the whole history. */
    Map<SortedMap<String, String>, MetricValue> totals(String metric) {
        return totals(metric, Period.all());
    }

    Map<SortedMap<String, String>, MetricValue> totals(String metric, Period period) {
        Totals query = new Totals(metric, period);
        return read(query).totals(query);
    }

    SortedMap<Instant, MetricValue> series(String metric, Map<String, String> tags, Period period, Step step) {
        Series query = Series.of(metric, tags, period, step);
        return read(query).series(query);
    }

    Map<TopicPartition, Long> ledger() {
        return new Driver(sink, group).stored();
    }

    /** One order without special properties. */
    static Measurement orders(long count) {
        return Measurement.of("orders", Map.of(), MINUTE, new Sum(count));
    }

    static SortedMap<String, String> tags(String... namesAndValues) {
        SortedMap<String, String> tags = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            tags.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return tags;
    }
}
