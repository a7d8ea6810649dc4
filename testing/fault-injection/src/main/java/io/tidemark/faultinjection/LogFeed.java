package io.tidemark.faultinjection;

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

/** Writes the generated log into the topic, in portions. */
final class LogFeed implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final GeneratedLog log;
    private final RecordPlacement placement;
    private final RecordPlacement.Places places;
    private final Thread thread;
    private final Object lock = new Object();
    private long granted;
    private long sent;
    private long acknowledged;
    private boolean closed;
    private Optional<String> failure = Optional.empty();

    /**
     * @param kafka the settings of Kafka's clients
     * @param placement the partition of each record
     */
    LogFeed(Map<String, Object> kafka, String topic, GeneratedLog log, RecordPlacement placement) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.log = log;
        this.placement = placement;
        this.places = placement.places();
        thread = new Thread(this::write, "feed");
        thread.setDaemon(true);
        thread.start();
    }

    /** Allows this many more records to be written. */
    void grant(long records) {
        synchronized (lock) {
            granted += records;
            lock.notifyAll();
        }
    }

    /**
     * Waits until all granted records are in the topic.
     *
     * @throws FaultInjectionException if a record is not at its expected offset
     */
    void awaitWritten() throws InterruptedException {
        synchronized (lock) {
            while (acknowledged < granted && failure.isEmpty()) {
                lock.wait();
            }
            failure.ifPresent(reason -> {
                throw new FaultInjectionException("Cannot write the log into the topic: " + reason);
            });
        }
    }

    /** The number of partitions. */
    int partitions() {
        synchronized (lock) {
            return placement.partitions();
        }
    }

    /** Sets the number of partitions from the next record on. All granted records must have been written. */
    void spreadOver(int partitions) {
        synchronized (lock) {
            placement.change(sent, partitions);
        }
    }

    /** The end of each partition that has records. All granted records must have been written. */
    Map<Integer, Long> ends() {
        synchronized (lock) {
            return places.ends();
        }
    }

    private void write() {
        try {
            log.forEachLine((bytes, length) -> {
                RecordPlacement.Place place = nextPlace();
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

    private RecordPlacement.Place nextPlace() throws IOException {
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

    private void arrived(RecordPlacement.Place place, String problem) {
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
