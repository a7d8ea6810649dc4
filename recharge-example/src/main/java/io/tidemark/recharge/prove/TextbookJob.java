package io.tidemark.recharge.prove;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.textbook.Counters;
import io.tidemark.recharge.textbook.MySqlOffsetTable;
import io.tidemark.recharge.textbook.OffsetTable;
import io.tidemark.recharge.textbook.RedisCounters;
import io.tidemark.recharge.textbook.TextbookLoop;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** The textbook's loop under proof, in a process of its own, with traps at the same places. */
public final class TextbookJob implements JobLoop {

    private TextbookJob() {}

    /** Runs the loop as the proof says. */
    public static void main(String[] arguments) {
        JobHost.run(new TextbookJob());
    }

    @Override
    @SuppressWarnings("deprecation") // it is what the textbooks use
    public void run(RechargeConfig config, JavaSparkContext spark, Traps traps, Runnable started) throws Exception {
        try (HikariDataSource source = StoreConnection.pool((StoreConfig.MySql) config.store())) {
            TextbookLoop loop = new TextbookLoop(
                    config,
                    new TrappedTable(new MySqlOffsetTable(source), traps),
                    new TrappedCounters(new RedisCounters(config.redis().url()), traps),
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
                Traps.ofThisProcess().pass(Point.IN_TASK);
                counts.add(parser.parse(records.next().value()));
            }
            return List.of(counts).iterator();
        }
    }

    private static final class TrappedTable implements OffsetTable {

        private final OffsetTable table;
        private final Traps traps;
        private Map<TopicPartition, Long> saved = Map.of();

        TrappedTable(OffsetTable table, Traps traps) {
            this.table = table;
            this.traps = traps;
        }

        @Override
        public Map<TopicPartition, Long> load() {
            return table.load();
        }

        @Override
        public void save(Map<TopicPartition, Long> offsets) {
            if (offsets.equals(saved)) {
                // an empty batch is saved as well, and is no news
                table.save(offsets);
                return;
            }
            saved = Map.copyOf(offsets);
            traps.pass(Point.BEFORE_COMMIT);
            table.save(offsets);
            traps.pass(Point.AFTER_COMMIT);
            traps.committed();
        }
    }

    private record TrappedCounters(Counters counters, Traps traps) implements Counters {

        @Override
        public void add(List<Measurement> measurements) {
            if (measurements.isEmpty()) {
                return;
            }
            traps.pass(Point.BEFORE_WRITE);
            counters.add(measurements);
            traps.pass(Point.AFTER_WRITE);
        }

        @Override
        public List<Measurement> counted() {
            return counters.counted();
        }
    }
}
