package io.tidemark.bench.streams;

import io.tidemark.bench.contestant.Absorbed;
import io.tidemark.bench.contestant.Contestant;
import io.tidemark.bench.contestant.Desk;
import io.tidemark.bench.contestant.RedisCells;
import io.tidemark.bench.contestant.Setting;
import io.tidemark.bench.contestant.Totals;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka Streams: an aggregate by city and minute, whose changes overwrite what Redis holds. Its guarantee is the
 * argument: {@code exactly_once_v2} or {@code at_least_once}.
 */
public final class KafkaStreamsContestant implements Contestant {

    private static final Duration CLOSING = Duration.ofSeconds(30);
    private static final int COMMIT_MILLIS = 1_000;
    private static final long CACHE_BYTES = 64L << 20;
    private static final int BUFFERED_RECORDS = 10_000;
    private static final int FETCH_BYTES = 1 << 22;
    private static final int BATCH_BYTES = 1 << 17;

    private final Setting setting;
    private final String guarantee;

    private KafkaStreamsContestant(Setting setting, String guarantee) {
        this.setting = setting;
        this.guarantee = guarantee;
    }

    /** Argument: the guarantee, as Kafka Streams names it. */
    public static void main(String[] arguments) throws Exception {
        Desk.serve(setting -> new KafkaStreamsContestant(setting, arguments[0]));
    }

    @Override
    public long run(String topic, String group, long records) throws Exception {
        Properties properties = properties(group);
        try (KafkaStreams streams =
                new KafkaStreams(Cells.topology(topic, group, setting.redis(), properties), properties)) {
            streams.start();
            long nanos = Absorbed.of(group).await(records, () -> streams.state() != KafkaStreams.State.ERROR);
            streams.close(CLOSING);
            streams.cleanUp();
            deleteTopics(group);
            return nanos;
        }
    }

    private Properties properties(String group) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, group);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, setting.kafka());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, setting.folder().toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, setting.cores());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
        // the defaults are 100 ms where it is exactly once, for short delays, and 30 s else, in which nothing would be
        // seen
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), BUFFERED_RECORDS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), FETCH_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return properties;
    }

    /** What the application has made for itself would be in the way of those that run next. */
    private void deleteTopics(String group) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, setting.kafka()))) {
            Set<String> own = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(group + "-"))
                    .collect(Collectors.toSet());
            admin.deleteTopics(own).all().get();
        }
    }

    @Override
    public Totals totals(String group) {
        return RedisCells.totals(setting.redis(), group);
    }

    @Override
    public void close() {
        // each run closes its own
    }
}
