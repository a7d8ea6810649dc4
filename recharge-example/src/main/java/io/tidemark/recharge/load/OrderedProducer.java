package io.tidemark.recharge.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records so that a partition always holds the first records that were sent to it: in order, without duplicates,
 * and without gaps. Sending is retried until the patience is over. After the first failure nothing more is sent.
 */
final class OrderedProducer implements AutoCloseable {

    private static final int BATCH_BYTES = 1 << 18;
    private static final int LEAST_REQUEST_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 25;
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Duration patience;
    private final Object lock = new Object();
    private long sent;
    private long acknowledged;
    private Optional<Exception> failure = Optional.empty();

    /**
     * @param kafka the settings of Kafka's clients
     * @param largestBatch the size of the largest batch that the topic accepts, in bytes
     * @param patience how long the cluster may acknowledge nothing
     */
    OrderedProducer(Map<String, Object> kafka, int largestBatch, Duration patience) {
        this.patience = patience;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        // a batch that expires would leave a gap before the batches after it
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.max(LEAST_REQUEST_BYTES, largestBatch));
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2L * largestBatch));
        settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, Math.min(BATCH_BYTES, largestBatch));
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 20);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @throws FailedToSend if this or an earlier record was refused; nothing more is sent */
    void send(ProducerRecord<byte[], byte[]> record) throws FailedToSend {
        synchronized (lock) {
            throwFailure();
            sent++;
        }
        try {
            Future<?> unused = producer.send(record, (metadata, exception) -> done(Optional.ofNullable(exception)));
        } catch (KafkaException e) {
            done(Optional.of(e));
        }
    }

    private void done(Optional<Exception> exception) {
        synchronized (lock) {
            acknowledged++;
            if (failure.isEmpty()) {
                failure = exception;
            }
            lock.notifyAll();
        }
    }

    /** Waits until all records are acknowledged, as long as the cluster continues to acknowledge records. */
    void awaitAll() throws FailedToSend, InterruptedException {
        synchronized (lock) {
            long seen = -1;
            long deadline = 0;
            while (acknowledged < sent && failure.isEmpty()) {
                if (acknowledged != seen) {
                    seen = acknowledged;
                    deadline = System.nanoTime() + patience.toNanos();
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    failure = Optional.of(
                            new TimeoutException("nothing was acknowledged for " + patience.toSeconds() + " s"));
                } else {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                }
            }
            throwFailure();
        }
    }

    private void throwFailure() throws FailedToSend {
        if (failure.isPresent()) {
            throw new FailedToSend(failure.get());
        }
    }

    @Override
    public void close() {
        boolean failed;
        synchronized (lock) {
            failed = failure.isPresent();
        }
        producer.close(failed ? Duration.ZERO : CLOSE);
    }

    /** A record was refused. */
    static final class FailedToSend extends Exception {

        private static final long serialVersionUID = 1L;

        FailedToSend(Throwable cause) {
            super(cause);
        }
    }
}
