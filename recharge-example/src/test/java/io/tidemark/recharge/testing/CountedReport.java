package io.tidemark.recharge.testing;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.aggregate.DimensionLimits;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.DimensionQuery;
import io.tidemark.recharge.report.FailureQuery;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The report that the parts of the job produce: parsed, counted per partition, merged, measured, written and read. */
public final class CountedReport {

    private static final TopicPartition PARTITION = new TopicPartition("recharge", 0);
    private static final int BATCH = 1_000;
    private static final int PARTITIONS = 3;

    private final GroupId group = new GroupId("recharge");
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final TagDictionary dictionary;
    private RecordParser parser;
    private final List<RechargeCounts> partitions = new ArrayList<>();
    private final DimensionLimits limits;
    private long read;
    private long written;

    /** @param preset the preset of the log */
    public CountedReport(String preset) {
        this(TagDictionary.preset(preset));
    }

    /** @param dictionary the meaning of the log's fields */
    public CountedReport(TagDictionary dictionary) {
        this.dictionary = dictionary;
        parser = new RecordParser(dictionary);
        sink.initialize(group, Map.of(PARTITION, StoredOffset.of(0)));
        limits = DimensionLimits.read(dictionary, sink, group);
        startBatch();
    }

    /** Counts a record. */
    public void add(byte[] record) {
        partitions.get((int) (read++ % PARTITIONS)).add(parser.parse(record));
        if (read % BATCH == 0) {
            writeBatch();
        }
    }

    /** The report of all added records. */
    public RechargeReport report() {
        writeBatch();
        return new ReportReader(sink).read(group, dictionary.regions(), Period.all());
    }

    /** The orders of all added records by a dimension. */
    public Map<String, RechargeReport.Overall> by(String dimension) {
        writeBatch();
        DimensionQuery query = new DimensionQuery(group, dimension, Period.all());
        Map<String, RechargeReport.Overall> by = new TreeMap<>();
        query.values(sink.read(group, query.queries())).forEach(value -> by.put(value.value(), value.orders()));
        return by;
    }

    /** The number of failed orders of all added records, by region and failure code. */
    public Map<String, Map<String, Long>> failures() {
        writeBatch();
        FailureQuery query = new FailureQuery(group, dictionary.regions(), Period.all());
        MetricSnapshot snapshot = sink.read(group, List.of(query.query()));
        Map<String, Map<String, Long>> failures = new TreeMap<>();
        List<String> regions = new ArrayList<>(dictionary.regions().codes());
        regions.add(RegionTable.OTHER);
        for (String region : regions) {
            Map<String, Long> codes = new TreeMap<>();
            query.reasons(snapshot, Optional.of(region)).forEach(reason -> codes.put(reason.code(), reason.orders()));
            if (!codes.isEmpty()) {
                failures.put(region, codes);
            }
        }
        return failures;
    }

    private void startBatch() {
        parser = new RecordParser(dictionary, limits.counted());
        partitions.clear();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.add(new RechargeCounts(dictionary.regions()));
        }
    }

    private void writeBatch() {
        if (read == written) {
            return;
        }
        RechargeCounts merged = new RechargeCounts(dictionary.regions());
        partitions.forEach(partition -> merged.merge(Serialized.copy(partition)));
        limits.admit(merged);
        sink.write(new MetricBatch(
                group,
                List.of(new PartitionRange(PARTITION, written, read)),
                merged.measurements(dictionary.regions(), limits)));
        written = read;
        startBatch();
    }
}
