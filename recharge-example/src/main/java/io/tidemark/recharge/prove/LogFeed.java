package io.tidemark.recharge.prove;

import io.tidemark.recharge.generate.GeneratedLog;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the generated log into the topic, so much at a time as it is told. */
final class LogFeed implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final GeneratedLog log;
    private final Spread spread;
    private final Spread.Places places;
    private final Thread thread;
    private final Object lock = new Object();
    private long granted;
    private long sent;
    private long acknowledged;
    private boolean closed;
    private Optional<String> failure = Optional.empty();

    /**
     * @param kafka the settings of Kafka's clients
     * @param spread where each record goes
     */
    LogFeed(Map<String, Object> kafka, String topic, GeneratedLog log, Spread spread) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.log = log;
        this.spread = spread;
        this.places = spread.places();
        thread = new Thread(this::write, "feed");
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets so many more records be written. */
    void grant(long records) {
        synchronized (lock) {
            granted += records;
            lock.notifyAll();
        }
    }

    /**
     * Waits until everything granted is in the topic.
     *
     * @throws ProofException if a record did not arrive where it belongs
     */
    void awaitWritten() throws InterruptedException {
        synchronized (lock) {
            while (acknowledged < granted && failure.isEmpty()) {
                lock.wait();
            }
            failure.ifPresent(reason -> {
                throw new ProofException("Cannot write the log into the topic: " + reason);
            });
        }
    }

    /** How many partitions there are. */
    int partitions() {
        synchronized (lock) {
            return spread.partitions();
        }
    }

    /** From the next record on there are so many partitions. Everything granted must have been written. */
    void spreadOver(int partitions) {
        synchronized (lock) {
            spread.change(sent, partitions);
        }
    }

    /** Where each partition that has records ends. Everything granted must have been written. */
    Map<Integer, Long> ends() {
        synchronized (lock) {
            return places.ends();
        }
    }

    private void write() {
        try {
            log.forEachLine((bytes, length) -> {
                Spread.Place place = nextPlace();
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topic, place.partition(), null, Arrays.copyOf(bytes, length));
                var unused = producer.send(
                        record,
                        (metadata, problem) -> arrived(
                                place,
                                problem != null
                                        ? problem.toString()
                                        : metadata.offset() == place.offset()
                                                ? ""
                                                : "a record is at offset " + metadata.offset()));
            });
        } catch (IOException | RuntimeException e) {
            fail(e.toString());
        }
    }

    private Spread.Place nextPlace() throws IOException {
        synchronized (lock) {
            while (sent == granted && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    throw new IOException("interrupted", e);
                }
            }
            if (closed) {
                throw new IOException("closed");
            }
            sent++;
            return places.next();
        }
    }

    private void arrived(Spread.Place place, String problem) {
        if (!problem.isEmpty()) {
            fail(problem + " (expected at " + place + ")");
        }
        synchronized (lock) {
            acknowledged++;
            lock.notifyAll();
        }
    }

    private void fail(String reason) {
        synchronized (lock) {
            if (failure.isEmpty()) {
                failure = Optional.of(reason);
            }
            lock.notifyAll();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        producer.close();
    }
}
