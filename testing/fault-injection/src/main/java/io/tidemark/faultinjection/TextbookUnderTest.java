package io.tidemark.faultinjection;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.deadletter.Rejection;
import io.tidemark.faultinjection.textbook.MySqlOffsetTable;
import io.tidemark.faultinjection.textbook.RedisCounters;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The loop of the tutorials. It has no receipts, and only its stored offsets show how far it has counted. */
record TextbookUnderTest() implements JobUnderTest {

    @Override
    public Class<?> mainClass() {
        return TextbookJob.class;
    }

    @Override
    public Map<TopicPartition, Long> counted(RechargeConfig config) {
        try (HikariDataSource source = StoreConnection.pool((StoreConfig.MySql) config.store())) {
            return new MySqlOffsetTable(source).load();
        }
    }

    @Override
    public Map<TopicPartition, Long> stored(RechargeConfig config) {
        return counted(config);
    }

    /** Through a sink in memory, which the reader of the report needs. */
    @Override
    public RechargeReport report(RechargeConfig config) {
        GroupId group = new GroupId(config.group());
        TopicPartition any = new TopicPartition(config.kafka().topic(), 0);
        InMemoryMetricSink sink = new InMemoryMetricSink();
        sink.initialize(group, Map.of(any, StoredOffset.of(0)));
        sink.write(new MetricBatch(
                group,
                List.of(new PartitionRange(any, 0, 1)),
                new RedisCounters(config.redis().url()).counted()));
        return new ReportReader(sink).read(group, config.dictionary().regions(), Period.all());
    }

    @Override
    public Optional<Map<Rejection, Long>> letters(RechargeConfig config) {
        return Optional.empty();
    }

    @Override
    public List<LossReceipt> receipts(RechargeConfig config) {
        return List.of();
    }
}
