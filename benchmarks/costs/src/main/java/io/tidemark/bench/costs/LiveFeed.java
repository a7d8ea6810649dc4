package io.tidemark.bench.costs;

import io.tidemark.recharge.generate.LiveLog;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records at a steady rate, into all partitions in turn, and remembers when it has. Thread-safe. */
final class LiveFeed implements AutoCloseable {

    private final String bootstrap;
    private final Partitions partitions;
    private final int rate;
    /** Nanoseconds, by the number of the record; 0 for those to come. */
    private final AtomicLongArray sent;

    private final Thread thread;
    private volatile boolean isOver;

    private LiveFeed(String bootstrap, Partitions partitions, int rate, int seconds) {
        this.bootstrap = bootstrap;
        this.partitions = partitions;
        this.rate = rate;
        this.sent = new AtomicLongArray(Math.multiplyExact(rate, seconds));
        this.thread = new Thread(this::write, "feed");
    }

    /**
     * Starts one.
     *
     * @param partitions empty ones
     * @param rate records a second
     * @param seconds how long it goes on at most
     */
    static LiveFeed start(String bootstrap, Partitions partitions, int rate, int seconds) {
        LiveFeed feed = new LiveFeed(bootstrap, partitions, rate, seconds);
        feed.thread.setDaemon(true);
        feed.thread.start();
        return feed;
    }

    /** When the record was given to the producer, which sends it at once. */
    long sentNanos(TopicPartition partition, long offset) {
        return sent.get((int) (offset * partitions.count() + partition.partition()));
    }

    private void write() {
        LiveLog log = new LiveLog(1, GeneratedTopic.PRESET, Clock.systemUTC());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            long began = System.nanoTime();
            for (int number = 0; number < sent.length(); number++) {
                long at = began + number * 1_000_000_000L / rate;
                while (System.nanoTime() - at < 0) {
                    LockSupport.parkNanos(at - System.nanoTime());
                }
                if (isOver) {
                    return;
                }
                TopicPartition to = partitions.partition(number % partitions.count());
                byte[] record = log.next();
                sent.set(number, System.nanoTime());
                var unused = producer.send(new ProducerRecord<>(to.topic(), to.partition(), null, record));
            }
        }
    }

    /** Writes no more; what it has sent may still be on its way. */
    @Override
    public void close() {
        isOver = true;
    }
}
