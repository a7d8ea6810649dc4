package io.tidemark.deadletter;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records that one task rejects to the dead-letter topic. They are sent when {@link #awaitAll} has
 * returned; if a task ends without this call, any part of its records may have been sent. For use by one thread.
 *
 * @since 0.1
 */
public final class DeadLetterSender implements AutoCloseable {

    private final DeadLetterTopic topic;
    private final Map<String, Object> settings;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private @Nullable Producer<byte[], byte[]> producer;
    private int partitions;

    /** Creates a sender, which connects when it has a record to send. */
    public DeadLetterSender(DeadLetterTopic topic) {
        this.topic = topic;
        this.settings = topic.producer();
    }

    /**
     * Starts sending a rejected record: its key, value and headers unchanged, and headers with the reason and the
     * origin. The records of one partition keep their order.
     *
     * @param reason why it was rejected, best a short code
     * @throws DeadLetterException if this or an earlier record was refused
     */
    public void send(ConsumerRecord<byte[], byte[]> record, String reason) {
        throwFailure();
        try {
            Producer<byte[], byte[]> borrowed = borrowed();
            var unused = borrowed.send(
                    new ProducerRecord<>(
                            topic.name(),
                            record.partition() % partitions,
                            record.key(),
                            record.value(),
                            DeadLetter.headersFor(record, reason)),
                    (sent, exception) -> {
                        if (exception != null) {
                            failure.compareAndSet(null, exception);
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            // IllegalStateException: another task has closed the shared producer after a failure
            failure.compareAndSet(null, e);
        }
        throwFailure();
    }

    /**
     * Waits until every record is acknowledged.
     *
     * @throws DeadLetterException if one is refused
     */
    public void awaitAll() {
        if (producer != null) {
            try {
                producer.flush();
            } catch (KafkaException e) {
                failure.compareAndSet(null, e);
            }
        }
        throwFailure();
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> borrowed = producer;
        producer = null;
        if (borrowed != null) {
            if (failure.get() == null) {
                SharedProducers.giveBack(settings, borrowed);
            } else {
                SharedProducers.discard(settings, borrowed);
            }
        }
    }

    private Producer<byte[], byte[]> borrowed() {
        Producer<byte[], byte[]> borrowed = producer;
        if (borrowed == null) {
            borrowed = SharedProducers.borrow(settings);
            producer = borrowed;
            partitions = borrowed.partitionsFor(topic.name()).size();
        }
        return borrowed;
    }

    private void throwFailure() {
        Exception cause = failure.get();
        if (cause != null) {
            throw new DeadLetterException(
                    "Cannot send a rejected record to the dead-letter topic '" + topic.name() + "': "
                            + DeadLetterException.reason(cause)
                            + "; the batch is not counted, so nothing is lost. Check that the topic exists, that the"
                            + " job may write to it, and that its max.message.bytes is not smaller than that of the"
                            + " record's own topic",
                    cause);
        }
    }
}
