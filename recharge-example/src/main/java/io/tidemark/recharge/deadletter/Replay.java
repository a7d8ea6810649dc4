package io.tidemark.recharge.deadletter;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends rejected records back to the topic that they were rejected from, each origin once: a record goes back in one
 * transaction with a receipt in the dead-letter topic, so that a replay that is cut short, even by a kill, goes on
 * where it stopped, and one of two replays at a time ends with an error. A reader of the source topic sees the records
 * once if it reads committed records alone, as the job does.
 *
 * <p>A record that goes back is a new record: it is read, counted and, if nothing was fixed, rejected again. The count
 * of its first rejection stays. What is rejected again has another origin, but remembers how often it was replayed.
 */
public final class Replay {

    private static final int TRANSACTION = 500;
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final DeadLetterTopic topic;
    private final Selection selection;
    private final String transactionalId;
    private int sourcePartitions;

    /**
     * A replay.
     *
     * @param topic the dead letters, and where they go back to
     * @param selection which of them
     * @param group whose replay it is; of one group, one runs at a time
     */
    public Replay(DeadLetterTopic topic, Selection selection, String group) {
        this.topic = topic;
        this.selection = selection;
        this.transactionalId = group + "-replay-" + topic.name();
    }

    /**
     * Counts what would be sent back, and sends nothing.
     *
     * @throws DeadLetterException if the letters cannot be read
     */
    public Replayed rehearse(LongConsumer progress) {
        try (Letters letters = new Letters(topic)) {
            return run(letters, Optional.empty(), progress);
        }
    }

    /**
     * Sends them back.
     *
     * @param progress is told how many letters are read, of {@link #size} in all
     * @throws DeadLetterException if the letters cannot be read or sent; what was sent until then has its receipt
     */
    public Replayed execute(LongConsumer progress) {
        Duration closing = Duration.ZERO;
        Producer<byte[], byte[]> producer = producer();
        try {
            // before the letters are read: ends the transaction of a replay that was killed, and any other replay
            producer.initTransactions();
            sourcePartitions = producer.partitionsFor(topic.source()).size();
            try (Letters letters = new Letters(topic)) {
                Replayed replayed = run(letters, Optional.of(producer), progress);
                closing = CLOSE;
                return replayed;
            }
        } catch (ProducerFencedException e) {
            throw new DeadLetterException(
                    "Cannot go on replaying the dead-letter topic '" + topic.name()
                            + "': another replay has begun; it goes on where this one stopped",
                    e);
        } catch (KafkaException e) {
            throw cannotReplay(e);
        } finally {
            // what is not committed by now is not to be
            producer.close(closing);
        }
    }

    private Producer<byte[], byte[]> producer() {
        try {
            return new KafkaProducer<>(
                    topic.transactionalProducer(transactionalId), new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw cannotReplay(e);
        }
    }

    private DeadLetterException cannotReplay(KafkaException e) {
        return new DeadLetterException(
                "Cannot replay the dead-letter topic '" + topic.name() + "' into '" + topic.source() + "': "
                        + DeadLetterException.reason(e) + "; run it again, it goes on where it stopped",
                e);
    }

    /** How many records a run reads: letters and receipts, each twice. */
    public long size() {
        try (Letters letters = new Letters(topic)) {
            return 2 * letters.count();
        }
    }

    private Replayed run(Letters letters, Optional<Producer<byte[], byte[]>> producer, LongConsumer progress) {
        long[] read = new long[1];
        Set<Origin> replayed = new HashSet<>();
        letters.forEach((letter, record) -> {
            if (letter.kind() == DeadLetter.Kind.REPLAYED) {
                replayed.add(letter.origin());
            }
            progress.accept(++read[0]);
        });
        Replayed.Counter counter = new Replayed.Counter();
        Set<Origin> seen = new HashSet<>();
        Transactions transactions = new Transactions(producer, counter);
        letters.forEach((letter, record) -> {
            if (letter.kind() == DeadLetter.Kind.REJECTED
                    && letter.origin().partition().topic().equals(topic.source())
                    && isNew(letter, seen, replayed, counter)) {
                counter.selectedByReason.merge(letter.reason(), 1L, Long::sum);
                transactions.send(letter, record);
            }
            progress.accept(++read[0]);
        });
        transactions.commit();
        return counter.result();
    }

    private boolean isNew(DeadLetter letter, Set<Origin> seen, Set<Origin> replayed, Replayed.Counter counter) {
        if (!seen.add(letter.origin())) {
            counter.repetitions++;
            return false;
        }
        counter.letters++;
        if (replayed.contains(letter.origin())) {
            counter.replayedBefore++;
        } else if (!selection.takes(letter)) {
            counter.notSelected++;
        } else if (letter.attempt() >= selection.maxAttempts()) {
            counter.givenUp++;
        } else {
            return true;
        }
        return false;
    }

    /** Sends records with their receipts, some at a time. */
    private final class Transactions {

        private final Optional<Producer<byte[], byte[]>> producer;
        private final Replayed.Counter counter;
        private int open;

        Transactions(Optional<Producer<byte[], byte[]>> producer, Replayed.Counter counter) {
            this.producer = producer;
            this.counter = counter;
        }

        void send(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) {
            producer.ifPresent(sender -> {
                if (open == 0) {
                    sender.beginTransaction();
                }
                int partition = letter.origin().partition().partition();
                var unusedRecord = sender.send(new ProducerRecord<>(
                        topic.source(),
                        partition % sourcePartitions,
                        record.key(),
                        record.value(),
                        letter.headersOfReplay()));
                var unusedReceipt = sender.send(new ProducerRecord<byte[], byte[]>(
                        topic.name(), record.partition(), null, null, null, letter.headersOfReceipt()));
                if (++open == TRANSACTION) {
                    commit();
                }
            });
        }

        /** Fails if anything of the transaction did. */
        void commit() {
            if (open > 0) {
                producer.ifPresent(Producer::commitTransaction);
                counter.sent += open;
                open = 0;
            }
        }
    }
}
