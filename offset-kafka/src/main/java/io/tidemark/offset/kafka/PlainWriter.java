package io.tidemark.offset.kafka;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.client.KafkaFutures;
import io.tidemark.offset.kafka.internal.client.QuietClose;
import io.tidemark.offset.kafka.internal.client.Requests;
import io.tidemark.offset.kafka.internal.client.Topics;
import io.tidemark.offset.kafka.internal.journal.Change;
import io.tidemark.offset.kafka.internal.journal.JournalRecords;
import io.tidemark.offset.kafka.internal.journal.JournalTopic;
import io.tidemark.offset.kafka.internal.journal.Plan;
import io.tidemark.offset.spi.KafkaRemedies;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Writes without transactions: first the group's offsets, then the journal's entries, which complete the write.
 * Receipts are written before both: a superfluous receipt is replaced when the move is repeated, but a missing one is
 * lost.
 */
final class PlainWriter implements GroupWriter {

    private final String group;
    private final KafkaClients clients;
    private final Admin admin;
    private final JournalTopic journal;
    private final Topics topics;
    private volatile Optional<Producer<byte[], byte[]>> producer = Optional.empty();

    PlainWriter(String group, KafkaClients clients, Admin admin, JournalTopic journal, Topics topics) {
        this.group = group;
        this.clients = clients;
        this.admin = admin;
        this.journal = journal;
        this.topics = topics;
    }

    @Override
    public void write(Plan plan, GroupReader reader, Deadline deadline) {
        Change change = plan.change(reader.read(plan.partitions(), deadline));
        if (change.isEmpty()) {
            return;
        }
        journal.prepare(deadline);
        Map<TopicPartition, OffsetAndMetadata> committed =
                change.committed(topics.existing(change.partitions(), deadline)::contains);
        send(JournalRecords.receipts(change, reader.journalPartition()), deadline);
        commit(plan, committed, deadline);
        try {
            send(JournalRecords.entries(group, change, reader.journalPartition()), deadline);
        } catch (KafkaException failure) {
            throw unknown(plan, failure);
        }
    }

    private void commit(Plan plan, Map<TopicPartition, OffsetAndMetadata> committed, Deadline deadline) {
        boolean begun = false;
        Deque<Map<TopicPartition, OffsetAndMetadata>> requests =
                new ArrayDeque<>(clients.requests().of(group, committed));
        while (!requests.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> some = requests.removeFirst();
            try {
                KafkaFutures.await(admin.alterConsumerGroupOffsets(group, some).all(), deadline);
            } catch (TimeoutException | InterruptException failure) {
                topics.forget();
                throw unknown(plan, failure);
            } catch (KafkaException refused) {
                begun |= Requests.isUnknown(refused);
                if (some.size() > 1 && clients.requests().shrinkAfter(refused)) {
                    // refused as a whole
                    clients.requests().of(group, some).forEach(requests::addFirst);
                    continue;
                }
                topics.forget();
                throw begun ? unknown(plan, refused) : refused;
            }
            begun = true;
        }
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records, Deadline deadline) {
        if (records.isEmpty()) {
            return;
        }
        Producer<byte[], byte[]> sending = producer.orElseGet(clients::plain);
        producer = Optional.of(sending);
        List<Future<RecordMetadata>> sent = records.stream().map(sending::send).toList();
        for (Future<RecordMetadata> one : sent) {
            KafkaFutures.await(one, deadline);
        }
    }

    private RuntimeException unknown(Plan plan, KafkaException failure) {
        return new CommitOutcomeUnknownException(
                plan.group(),
                plan.ranges(),
                plan.what() + " to " + clients + " (" + KafkaRemedies.words(failure) + ")",
                failure);
    }

    /** There is never a pending transaction. */
    @Override
    public boolean isInDoubt() {
        return false;
    }

    /** Pending transactions of others end by themselves. */
    @Override
    public void settle() {}

    @Override
    public void abort() {
        close();
    }

    @Override
    public void close() {
        producer.ifPresent(one -> QuietClose.close(() -> one.close(Duration.ZERO)));
    }
}
