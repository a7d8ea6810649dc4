package io.tidemark.spark;

import io.tidemark.offset.InMemoryOffsetStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;

/**
 * What a managed stream costs: the same work, on the same topic, by Spark's plain direct stream and by a managed stream
 * on the in-memory store, in turn. Not a test; run its main. Prints for each run the records a second (from the first
 * record to the last, within batches), and at the end the medians, their ratio, and the time of a commit.
 *
 * <p>Arguments: records (default 1,000,000), runs (default 5).
 */
final class ManagedStreamBenchmark {

    private static final int PARTITIONS = 12;
    private static final int RECORD_BYTES = 500;
    private static final int BATCHES = 10;

    private ManagedStreamBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String topic = TestCluster.newTopic(PARTITIONS);
        fill(topic, records);
        // Spark limits records a second and partition; one batch a second takes a tenth of the topic
        TestSpark.context()
                .sc()
                .conf()
                .set("spark.streaming.kafka.maxRatePerPartition", String.valueOf(records / PARTITIONS / BATCHES));
        List<Long> plain = new ArrayList<>();
        List<Long> managed = new ArrayList<>();
        List<Double> commits = new ArrayList<>();
        for (int run = -1; run < runs; run++) {
            long plainRate = plain(topic, records, run);
            long managedRate = managed(topic, records, run, commits);
            System.out.printf("run %d: plain %,d records/s, managed %,d records/s%n", run, plainRate, managedRate);
            if (run >= 0) {
                plain.add(plainRate);
                managed.add(managedRate);
            }
        }
        System.out.printf(
                "median: plain %,d records/s, managed %,d records/s, ratio %.3f; commit %.2f ms%n",
                median(plain), median(managed), (double) median(managed) / median(plain), medianOf(commits));
        System.exit(0);
    }

    private static long plain(String topic, int records, int run) throws InterruptedException {
        Map<String, Object> params = new HashMap<>(TestCluster.params());
        params.put("group.id", "plain-" + run);
        params.put("key.deserializer", ByteArrayDeserializer.class);
        params.put("value.deserializer", ByteArrayDeserializer.class);
        params.put("auto.offset.reset", "earliest");
        params.put("enable.auto.commit", false);
        params.put("max.poll.records", 2_000);
        AtomicLong seen = new AtomicLong();
        AtomicLong busy = new AtomicLong();
        CountDownLatch done = new CountDownLatch(1);
        @SuppressWarnings("deprecation")
        JavaStreamingContext streaming = new JavaStreamingContext(TestSpark.context(), Durations.seconds(1));
        KafkaUtils.<byte[], byte[]>createDirectStream(
                        streaming,
                        LocationStrategies.PreferConsistent(),
                        ConsumerStrategies.Subscribe(Set.of(topic), params))
                .foreachRDD(rdd -> {
                    long began = System.nanoTime();
                    long counted = work(rdd);
                    busy.addAndGet(System.nanoTime() - began);
                    if (seen.addAndGet(counted) >= records) {
                        done.countDown();
                    }
                });
        streaming.start();
        done.await();
        streaming.stop(false, false);
        return rate(records, busy.get());
    }

    private static long managed(String topic, int records, int run, List<Double> commits) throws InterruptedException {
        AtomicLong seen = new AtomicLong();
        AtomicLong busy = new AtomicLong();
        CountDownLatch done = new CountDownLatch(1);
        StreamListener listener = new StreamListener() {
            @Override
            public void batchCommitted(BatchReport report) {
                busy.addAndGet(
                        report.processing().toNanos() + report.committing().toNanos());
                if (run >= 0) {
                    commits.add(report.committing().toNanos() / 1e6);
                }
                if (seen.addAndGet(report.count()) >= records) {
                    done.countDown();
                }
            }
        };
        StreamSettings<byte[], byte[]> settings = Counting.settings("managed-" + run, topic)
                .batchInterval(Duration.ofSeconds(1))
                .listener(listener)
                .build();
        ManagedStream stream = ManagedStream.of(TestSpark.context(), new InMemoryOffsetStore(), settings)
                .atLeastOnce(batch -> work(batch.records()));
        done.await();
        stream.close();
        return rate(records, busy.get());
    }

    /** Counts records and bytes, so that every record is really read. */
    private static long work(JavaRDD<ConsumerRecord<byte[], byte[]>> records) {
        long counted = 0;
        for (long[] partition :
                records.mapPartitions(ManagedStreamBenchmark::count).collect()) {
            counted += partition[0];
        }
        return counted;
    }

    private static Iterator<long[]> count(Iterator<ConsumerRecord<byte[], byte[]>> records) {
        long[] counted = new long[2];
        while (records.hasNext()) {
            counted[0]++;
            for (byte value : records.next().value()) {
                counted[1] += value;
            }
        }
        return List.of(counted).iterator();
    }

    private static void fill(String topic, int records) {
        byte[] value = new byte[RECORD_BYTES];
        Arrays.fill(value, (byte) 'x');
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        TestCluster.kafka().bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        1 << 17),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, value));
            }
        }
    }

    private static long rate(long records, long nanos) {
        return Math.round(records / (nanos / 1e9));
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
    }

    private static double medianOf(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
