package io.tidemark.spark;

import com.sun.management.OperatingSystemMXBean;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.StreamListener;
import java.lang.management.ManagementFactory;
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
import org.junit.jupiter.api.Test;

/**
 * What a managed stream costs: the same work, on the same topic, by Spark's plain direct stream and by a managed stream
 * on the in-memory store, in turn, each first in every other run. Not among the tests; run it by its name:
 *
 * <pre>
 * mvn verify -pl offset-core -am -Dtest=NONE -Dit.test=ManagedStreamBenchmark \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Drecords=2000000 -Druns=9
 * </pre>
 *
 * <p>Prints for each run the records a second (from the first batch's begin to the last one's end) and the processor
 * time of this JVM for the same (on a machine that others use the steadier of the two), and at the end the medians,
 * what all runs together come to, and the time of a commit. Four runs before them warm up and are not counted. The
 * broker runs in a process of its own; the topic is read from its cache.
 */
final class ManagedStreamBenchmark {

    private static final int PARTITIONS = 12;
    private static final int RECORD_BYTES = 500;
    private static final int BATCHES = 10;
    private static final int WARM_UP = 4;
    private static final Duration INTERVAL = Duration.ofMillis(200);

    @Test
    void measure() throws InterruptedException {
        int records = Integer.getInteger("records", 1_000_000);
        int runs = Integer.getInteger("runs", 5);
        String topic = TestCluster.newTopic(PARTITIONS);
        fill(topic, records);
        // Spark limits records a second and partition; a batch takes a tenth of the topic, and is formed long before
        // the one
        // before it is done: what is measured is work without a pause, all that happens between two batches included
        TestSpark.context()
                .sc()
                .conf()
                .set(
                        "spark.streaming.kafka.maxRatePerPartition",
                        String.valueOf(records / PARTITIONS / BATCHES * 1_000L / INTERVAL.toMillis()));
        List<Cost> plain = new ArrayList<>();
        List<Cost> managed = new ArrayList<>();
        List<Double> commits = new ArrayList<>();
        for (int run = -WARM_UP; run < runs; run++) {
            List<Double> commitsOfRun = new ArrayList<>();
            boolean plainFirst = run % 2 == 0;
            Cost first = plainFirst ? plain(topic, records, run) : managed(topic, records, run, commitsOfRun);
            Cost second = plainFirst ? managed(topic, records, run, commitsOfRun) : plain(topic, records, run);
            Cost plainCost = plainFirst ? first : second;
            Cost managedCost = plainFirst ? second : first;
            System.out.printf(
                    "run %d: plain %,d records/s and %.2f s of processor, managed %,d records/s and %.2f s%n",
                    run,
                    plainCost.rate(records),
                    plainCost.processor / 1e9,
                    managedCost.rate(records),
                    managedCost.processor / 1e9);
            if (run >= 0) {
                plain.add(plainCost);
                managed.add(managedCost);
                commits.addAll(commitsOfRun);
            }
        }
        List<Double> wallRatios = new ArrayList<>();
        List<Double> processorRatios = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            wallRatios.add((double) plain.get(run).wall / managed.get(run).wall);
            processorRatios.add((double) managed.get(run).processor / plain.get(run).processor);
        }
        System.out.printf(
                "median of %d runs: plain %,.0f records/s, managed %,.0f records/s; managed/plain throughput %.3f,"
                        + " processor time %.3f; of all runs together %.3f and %.3f; a commit %.3f ms, the longest %.2f ms%n",
                runs,
                median(plain.stream().map(cost -> (double) cost.rate(records)).toList()),
                median(managed.stream().map(cost -> (double) cost.rate(records)).toList()),
                median(wallRatios),
                median(processorRatios),
                (double) plain.stream().mapToLong(Cost::wall).sum()
                        / managed.stream().mapToLong(Cost::wall).sum(),
                (double) managed.stream().mapToLong(Cost::processor).sum()
                        / plain.stream().mapToLong(Cost::processor).sum(),
                median(commits),
                commits.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }

    /** Nanoseconds from the first batch's begin to the last one's end, of the clock and of this JVM's processors. */
    private record Cost(long wall, long processor) {
        long rate(long records) {
            return Math.round(records / (wall / 1e9));
        }
    }

    /** Takes the time of one run. */
    private static final class Watch {

        private final AtomicLong left;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile long began;
        private volatile long processorBegan;
        private volatile Cost cost = new Cost(0, 0);

        Watch(long records) {
            left = new AtomicLong(records);
        }

        void begin() {
            if (began == 0) {
                processorBegan = processor();
                began = System.nanoTime();
            }
        }

        void finished(long records) {
            if (left.addAndGet(-records) <= 0) {
                cost = new Cost(System.nanoTime() - began, processor() - processorBegan);
                done.countDown();
            }
        }

        Cost await() throws InterruptedException {
            done.await();
            return cost;
        }

        private static long processor() {
            return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                    .getProcessCpuTime();
        }
    }

    private static Cost plain(String topic, int records, int run) throws InterruptedException {
        Map<String, Object> params = new HashMap<>(TestCluster.params());
        params.put("group.id", "plain-" + run);
        params.put("key.deserializer", ByteArrayDeserializer.class);
        params.put("value.deserializer", ByteArrayDeserializer.class);
        params.put("auto.offset.reset", "earliest");
        params.put("enable.auto.commit", false);
        params.put("max.poll.records", 2_000);
        Watch watch = new Watch(records);
        @SuppressWarnings("deprecation")
        JavaStreamingContext streaming =
                new JavaStreamingContext(TestSpark.context(), Durations.milliseconds(INTERVAL.toMillis()));
        KafkaUtils.<byte[], byte[]>createDirectStream(
                        streaming,
                        LocationStrategies.PreferConsistent(),
                        ConsumerStrategies.Subscribe(Set.of(topic), params))
                .foreachRDD(rdd -> {
                    watch.begin();
                    watch.finished(work(rdd));
                });
        streaming.start();
        Cost cost = watch.await();
        streaming.stop(false, false);
        return cost;
    }

    private static Cost managed(String topic, int records, int run, List<Double> commits) throws InterruptedException {
        Watch watch = new Watch(records);
        StreamListener listener = new StreamListener() {
            @Override
            public void batchCommitted(BatchCommitted event) {
                commits.add(event.report().committing().toNanos() / 1e6);
                watch.finished(event.report().count());
            }
        };
        StreamSettings<byte[], byte[]> settings = Counting.settings("managed-" + run, topic)
                .batchInterval(INTERVAL)
                .listener(listener)
                .build();
        ManagedStream stream = ManagedStream.of(TestSpark.context(), new InMemoryOffsetStore(), settings)
                .atLeastOnce(batch -> {
                    watch.begin();
                    long covered = batch.ranges().stream()
                            .mapToLong(PartitionRange::count)
                            .sum();
                    if (work(batch.records()) != covered) {
                        throw new IllegalStateException("not every record was read");
                    }
                });
        Cost cost = watch.await();
        stream.close();
        return cost;
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

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
