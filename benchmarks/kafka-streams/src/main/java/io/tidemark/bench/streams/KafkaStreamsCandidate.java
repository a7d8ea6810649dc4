package io.tidemark.bench.streams;

import io.tidemark.bench.candidate.Candidate;
import io.tidemark.bench.candidate.CandidateServer;
import io.tidemark.bench.candidate.RedisCells;
import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import io.tidemark.bench.candidate.WrittenRecords;
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
 * Kafka Streams: an aggregate by city and minute, whose changes overwrite the values in Redis. The argument is its
 * guarantee: {@code exactly_once_v2} or {@code at_least_once}.
 */
public final class KafkaStreamsCandidate implements Candidate {

    private static final Duration CLOSING = Duration.ofSeconds(30);
    private static final int COMMIT_MILLIS = 1_000;
    private static final long CACHE_BYTES = 64L << 20;
    private static final int BUFFERED_RECORDS = 10_000;
    private static final int FETCH_BYTES = 1 << 22;
    private static final int BATCH_BYTES = 1 << 17;

    private final Setting setting;
    private final String guarantee;

    private KafkaStreamsCandidate(Setting setting, String guarantee) {
        this.setting = setting;
        this.guarantee = guarantee;
    }

    /** Takes the guarantee as an argument, as Kafka Streams names it. */
    public static void main(String[] arguments) throws Exception {
        CandidateServer.serve(setting -> new KafkaStreamsCandidate(setting, arguments[0]));
    }

    @Override
    public long run(String topic, String group, long records) throws Exception {
        Properties properties = properties(group);
        try (KafkaStreams streams =
                new KafkaStreams(Cells.topology(topic, group, setting.redis(), properties), properties)) {
            streams.start();
            long nanos = WrittenRecords.of(group).await(records, () -> streams.state() != KafkaStreams.State.ERROR);
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
        // the defaults are 100 ms for exactly once, for short delays, and 30 s otherwise, in which nothing would be
        // visible
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), BUFFERED_RECORDS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), FETCH_BYTES);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG), -1);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return properties;
    }

    /** Deletes the application's topics and state, which would disturb later runs. */
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
        // each run closes its own clients
    }
}
