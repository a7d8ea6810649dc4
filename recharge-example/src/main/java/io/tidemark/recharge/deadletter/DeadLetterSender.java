package io.tidemark.recharge.deadletter;

import io.tidemark.recharge.report.RejectReason;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records that one task rejects. Nothing is taken for sent before {@link #awaitAll} has returned; a task that
 * ends without it has sent some of its letters, none, or all. For use by one thread.
 */
public final class DeadLetterSender implements AutoCloseable {

    private final DeadLetterTopic topic;
    private final Map<String, Object> settings;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private @Nullable Producer<byte[], byte[]> producer;
    private int partitions;

    /** A sender that connects when there is a letter to send. */
    public DeadLetterSender(DeadLetterTopic topic) {
        this.topic = topic;
        this.settings = topic.producer();
    }

    /**
     * Begins to send a rejected record: its key, value and headers as they are, and headers that say why and where it
     * was rejected. The letters of one partition keep their order.
     *
     * @throws DeadLetterException if this or an earlier letter is not taken
     */
    public void send(ConsumerRecord<byte[], byte[]> record, RejectReason reason) {
        throwFailure();
        try {
            Producer<byte[], byte[]> borrowed = borrowed();
            var unused = borrowed.send(
                    new ProducerRecord<>(
                            topic.name(),
                            record.partition() % partitions,
                            record.key(),
                            record.value(),
                            DeadLetter.headersFor(record, reason.code())),
                    (sent, exception) -> {
                        if (exception != null) {
                            failure.compareAndSet(null, exception);
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            // the second: another task has closed the producer, which had failed it
            failure.compareAndSet(null, e);
        }
        throwFailure();
    }

    /**
     * Waits until every letter is where it belongs.
     *
     * @throws DeadLetterException if one is not
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
                            + "; the batch is not counted, so that nothing is lost. Is the topic there, may the job write to"
                            + " it, and is its max.message.bytes as large as that of '" + topic.source() + "'?",
                    cause);
        }
    }
}
