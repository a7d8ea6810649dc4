package io.tidemark.faultinjection;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.faultinjection.textbook.Counters;
import io.tidemark.faultinjection.textbook.MySqlOffsetTable;
import io.tidemark.faultinjection.textbook.OffsetTable;
import io.tidemark.faultinjection.textbook.RedisCounters;
import io.tidemark.faultinjection.textbook.TextbookLoop;
import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** The loop of the tutorials under test, with failpoints at the same places. */
public final class TextbookJob implements JobLoop {

    private TextbookJob() {}

    /** Runs the process. */
    public static void main(String[] arguments) {
        JobHost.run(new TextbookJob());
    }

    @Override
    @SuppressWarnings("deprecation") // the tutorials use it
    public void run(RechargeConfig config, JavaSparkContext spark, Failpoints failpoints, Runnable started)
            throws Exception {
        try (HikariDataSource source = StoreConnection.pool((StoreConfig.MySql) config.store())) {
            TextbookLoop loop = new TextbookLoop(
                    config,
                    new FailpointTable(new MySqlOffsetTable(source), failpoints),
                    new FailpointCounters(new RedisCounters(config.redis().url()), failpoints),
                    new Count(config.dictionary()));
            JavaStreamingContext streaming = loop.start(spark);
            started.run();
            streaming.awaitTermination();
        }
    }

    private record Count(TagDictionary dictionary)
            implements FlatMapFunction<Iterator<ConsumerRecord<byte[], byte[]>>, RechargeCounts> {

        @Override
        public Iterator<RechargeCounts> call(Iterator<ConsumerRecord<byte[], byte[]>> records) {
            RecordParser parser = new RecordParser(dictionary);
            RechargeCounts counts = new RechargeCounts(dictionary.regions());
            while (records.hasNext()) {
                Failpoints.ofThisProcess().pass(FailpointPlace.IN_TASK);
                counts.add(parser.parse(records.next().value()));
            }
            return List.of(counts).iterator();
        }
    }

    private static final class FailpointTable implements OffsetTable {

        private final OffsetTable table;
        private final Failpoints failpoints;
        private Map<TopicPartition, Long> saved = Map.of();

        FailpointTable(OffsetTable table, Failpoints failpoints) {
            this.table = table;
            this.failpoints = failpoints;
        }

        @Override
        public Map<TopicPartition, Long> load() {
            return table.load();
        }

        @Override
        public void save(Map<TopicPartition, Long> offsets) {
            if (offsets.equals(saved)) {
                // an empty batch is saved too, and does not count as a commit
                table.save(offsets);
                return;
            }
            saved = Map.copyOf(offsets);
            failpoints.pass(FailpointPlace.BEFORE_COMMIT);
            table.save(offsets);
            failpoints.pass(FailpointPlace.AFTER_COMMIT);
            failpoints.committed();
        }
    }

    private record FailpointCounters(Counters counters, Failpoints failpoints) implements Counters {

        @Override
        public void add(List<Measurement> measurements) {
            if (measurements.isEmpty()) {
                return;
            }
            failpoints.pass(FailpointPlace.BEFORE_WRITE);
            counters.add(measurements);
            failpoints.pass(FailpointPlace.AFTER_WRITE);
        }

        @Override
        public List<Measurement> counted() {
            return counters.counted();
        }
    }
}
