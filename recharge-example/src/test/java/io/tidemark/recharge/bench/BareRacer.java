package io.tidemark.recharge.bench;

import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.site.report.RechargeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers in a loop, one for each core, with the job's parser and counts: no guarantees, no store, no Spark. */
final class BareRacer implements Racer {

    private static final Duration POLL = Duration.ofMillis(200);

    private final int threads;
    private RechargeCounts counted;

    BareRacer(int threads, RechargeConfig config) {
        this.threads = threads;
        counted = new RechargeCounts(config.dictionary().regions());
    }

    @Override
    public String name() {
        return "bare consumers";
    }

    @Override
    public long run(RechargeConfig config, long records) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            long began = System.nanoTime();
            List<Future<RechargeCounts>> parts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                parts.add(executor.submit(() -> count(config, number)));
            }
            RechargeCounts total = new RechargeCounts(config.dictionary().regions());
            for (Future<RechargeCounts> part : parts) {
                total.merge(part.get());
            }
            long nanos = System.nanoTime() - began;
            counted = total;
            return nanos;
        } finally {
            executor.shutdownNow();
        }
    }

    private RechargeCounts count(RechargeConfig config, int number) {
        RecordParser parser = new RecordParser(config.dictionary());
        RechargeCounts counts = new RechargeCounts(config.dictionary().regions());
        Map<String, Object> settings =
                Map.of("bootstrap.servers", config.kafka().bootstrapServers(), "max.poll.records", 2_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> mine = consumer.partitionsFor(config.kafka().topic()).stream()
                    .filter(info -> info.partition() % threads == number)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(mine);
            consumer.seekToBeginning(mine);
            long left = consumer.endOffsets(mine).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (left > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    counts.add(parser.parse(record.value()));
                    left--;
                }
            }
        }
        return counts;
    }

    @Override
    public void check(RechargeConfig config, RechargeReport want) {
        long read = counted.read();
        long ignored = counted.ignored();
        if (read != want.records().read() || ignored != want.records().ignored()) {
            throw new IllegalStateException(
                    "The bare loop read " + read + " and ignored " + ignored + ", not " + want.records());
        }
    }
}
