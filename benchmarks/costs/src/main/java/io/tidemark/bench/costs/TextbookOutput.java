package io.tidemark.bench.costs;

import io.tidemark.bench.costs.RowByRow.Commits;
import io.tidemark.bench.costs.RowByRow.Upsert;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.OffsetRange;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/**
 * The textbook output of a batch: one increment for each sum in one pipeline, with one hash for each metric and minute,
 * and then the offsets in one transaction. It has no histograms, and is only correct without failures.
 */
record TextbookOutput(RedisClient redis, DataSource mysql) implements UnmanagedStream.Output {

    @Override
    public void write(String group, List<Measurement> measurements, OffsetRange[] ranges) throws Exception {
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (Measurement measurement : measurements) {
                if (measurement.value() instanceof Sum sum) {
                    String time = measurement.time().map(MetricTime::toString).orElse("");
                    pipeline.hincrBy(
                            "textbook:" + group + ":" + measurement.name() + ":" + time,
                            measurement.tags().toString(),
                            sum.value());
                }
            }
            pipeline.sync();
        }
        List<PartitionRange> covered = Stream.of(ranges)
                .map(range -> new PartitionRange(
                        new TopicPartition(range.topic(), range.partition()), range.fromOffset(), range.untilOffset()))
                .toList();
        new RowByRow(mysql, Upsert.REPLACE, Commits.ONCE).write(new OffsetCommit(new GroupId(group), covered));
    }
}
