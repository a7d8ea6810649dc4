package io.tidemark.deadletter;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
 * Sends rejected records back to their original topic, each origin once. A record is sent in one transaction with a
 * receipt in the dead-letter topic. So an interrupted replay, even after a kill, resumes where it stopped, and of
 * two concurrent replays one ends with an error. A reader of the source topic sees each record once if it reads only
 * committed records, as the job does.
 *
 * <p>A replayed record is a new record: it is read, counted and, if the cause was not fixed, rejected again. The
 * count of its first rejection stays. A record that is rejected again has another origin, and a header with the
 * number of its replays.
 *
 * @since 0.1
 */
public final class Replay {

    private static final int TRANSACTION = 500;
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final DeadLetterTopic topic;
    private final Selection selection;
    private final String transactionalId;
    private final Map<String, Integer> partitions = new HashMap<>();

    /**
     * A replay.
     *
     * @param topic the dead-letter topic
     * @param selection the records to replay
     * @param group the group of the replay; one replay of a group runs at a time
     */
    public Replay(DeadLetterTopic topic, Selection selection, String group) {
        this.topic = topic;
        this.selection = selection;
        this.transactionalId = group + "-replay-" + topic.name();
    }

    /**
     * Counts the records that a replay would send, and sends nothing.
     *
     * @throws DeadLetterException if the dead-letter records cannot be read
     */
    public Replayed rehearse(LongConsumer progress) {
        try (DeadLetterReader letters = new DeadLetterReader(topic)) {
            return run(letters, Optional.empty(), progress);
        }
    }

    /**
     * Sends the records back.
     *
     * @param progress receives how many records were read, out of {@link #size}
     * @throws DeadLetterException if records cannot be read or sent; records that were already sent have their receipts
     */
    public Replayed execute(LongConsumer progress) {
        Duration closing = Duration.ZERO;
        Producer<byte[], byte[]> producer = producer();
        try {
            // before the topic is read: ends the transaction of a killed replay, and fences any other replay
            producer.initTransactions();
            try (DeadLetterReader letters = new DeadLetterReader(topic)) {
                Replayed replayed = run(letters, Optional.of(producer), progress);
                closing = CLOSE;
                return replayed;
            }
        } catch (ProducerFencedException e) {
            throw new DeadLetterException(
                    "Cannot continue to replay the dead-letter topic '" + topic.name()
                            + "': another replay was started, and resumes where this one stopped",
                    e);
        } catch (KafkaException e) {
            throw cannotReplay(e);
        } finally {
            // records that are not committed now must not be
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
                "Cannot replay the dead-letter topic '" + topic.name() + "': " + DeadLetterException.reason(e)
                        + "; run it again: it resumes where it stopped",
                e);
    }

    /** How many records a run reads: dead-letter records and receipts, each twice. */
    public long size() {
        try (DeadLetterReader letters = new DeadLetterReader(topic)) {
            return 2 * letters.count();
        }
    }

    private Replayed run(DeadLetterReader letters, Optional<Producer<byte[], byte[]>> producer, LongConsumer progress) {
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
                    && counter.selected < selection.limit()
                    && selection.takesTopic(letter.origin().partition().topic())
                    && isNew(letter, seen, replayed, counter)) {
                counter.selected++;
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

    /** Sends records with their receipts, several in each transaction. */
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
                String target = selection.target(letter);
                int count = partitions.computeIfAbsent(
                        target, name -> sender.partitionsFor(name).size());
                if (open == 0) {
                    sender.beginTransaction();
                }
                int partition = letter.origin().partition().partition();
                var unusedRecord = sender.send(new ProducerRecord<>(
                        target, partition % count, record.key(), record.value(), letter.headersOfReplay()));
                var unusedReceipt = sender.send(new ProducerRecord<byte[], byte[]>(
                        topic.name(), record.partition(), null, null, null, letter.headersOfReceipt()));
                if (++open == TRANSACTION) {
                    commit();
                }
            });
        }

        /** Throws the failure of any record of the transaction. */
        void commit() {
            if (open > 0) {
                producer.ifPresent(Producer::commitTransaction);
                counter.sent += open;
                open = 0;
            }
        }
    }
}
