package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Candidate;
import io.tidemark.bench.candidate.CandidateServer;
import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Consumers in a loop, one for each core, which only count: without batches, store, sink or recovery. The upper bound
 * for the other candidates.
 */
final class BareCandidate implements Candidate {

    private static final Duration POLL = Duration.ofMillis(200);
    /** The settings of the job: with Kafka's defaults the loop is a fifth slower, and no upper bound. */
    private static final int MOST_POLLED = 100_000;

    private static final int FETCH_BYTES = 1 << 22;

    private final Setting setting;
    private final Supplier<BareCount> counts;
    private final Map<String, Totals> counted = new ConcurrentHashMap<>();

    private BareCandidate(Setting setting, Supplier<BareCount> counts) {
        this.setting = setting;
        this.counts = counts;
    }

    /** Takes the parser as an argument: {@code own} for the job's, or {@code jackson}. */
    public static void main(String[] arguments) throws Exception {
        Supplier<BareCount> counts = arguments[0].equals("own") ? OwnCount::new : JacksonCount::new;
        CandidateServer.serve(setting -> new BareCandidate(setting, counts));
    }

    @Override
    public long run(String topic, String group, long records) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(setting.cores());
        try {
            long began = System.nanoTime();
            List<Future<BareCount>> parts = new ArrayList<>();
            for (int thread = 0; thread < setting.cores(); thread++) {
                int number = thread;
                parts.add(executor.submit(() -> count(topic, number)));
            }
            List<BareCount> counts = new ArrayList<>();
            for (Future<BareCount> part : parts) {
                counts.add(part.get());
            }
            long nanos = System.nanoTime() - began;
            Totals totals = new Totals();
            counts.forEach(count -> count.addTo(totals));
            counted.put(group, totals);
            return nanos;
        } finally {
            executor.shutdownNow();
        }
    }

    private BareCount count(String topic, int number) {
        BareCount count = counts.get();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                setting.kafka(),
                "max.poll.records",
                MOST_POLLED,
                "max.partition.fetch.bytes",
                FETCH_BYTES,
                "receive.buffer.bytes",
                -1);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> mine = consumer.partitionsFor(topic).stream()
                    .filter(info -> info.partition() % setting.cores() == number)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(mine);
            consumer.seekToBeginning(mine);
            long left = consumer.endOffsets(mine).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (left > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    count.add(record.value());
                    left--;
                }
            }
        }
        return count;
    }

    @Override
    public Totals totals(String group) {
        return counted.getOrDefault(group, new Totals());
    }

    @Override
    public void close() {
        // each run closes its own consumers
    }
}
