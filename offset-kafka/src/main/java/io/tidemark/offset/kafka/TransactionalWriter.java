package io.tidemark.offset.kafka;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.kafka.internal.client.Backoff;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.client.FenceLostException;
import io.tidemark.offset.kafka.internal.client.KafkaFutures;
import io.tidemark.offset.kafka.internal.client.QuietClose;
import io.tidemark.offset.kafka.internal.client.Topics;
import io.tidemark.offset.kafka.internal.journal.Change;
import io.tidemark.offset.kafka.internal.journal.JournalRecords;
import io.tidemark.offset.kafka.internal.journal.JournalTopic;
import io.tidemark.offset.kafka.internal.journal.Plan;
import io.tidemark.offset.spi.KafkaRemedies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes in transactions, with one transactional id for the group. A client that calls {@code initTransactions} takes
 * the group's <em>fence</em>: it ends the pending transaction of another driver, and that driver's later requests are
 * refused. So what is read under the fence is what is stored when the transaction commits, and an accepted commit
 * proves that no other driver has taken the fence in between.
 *
 * <p>The fence is kept from one write to the next. Only a driver whose condition holds takes it from another, so a
 * driver that is behind disturbs no other. A driver that has lost the fence checks its condition again before it takes
 * it back.
 */
final class TransactionalWriter implements GroupWriter {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalWriter.class);
    private final String group;
    private final KafkaClients clients;
    private final KafkaStoreOptions options;
    private final JournalTopic journal;
    private final Topics topics;
    private Optional<Producer<byte[], byte[]>> fence = Optional.empty();
    /** The newest producer, for a thread that cancels a call. */
    private volatile Optional<Producer<byte[], byte[]>> latest = Optional.empty();

    private volatile boolean aborted;
    private boolean journalRead;
    private boolean inDoubt;
    private int defeats;

    TransactionalWriter(
            String group, KafkaClients clients, KafkaStoreOptions options, JournalTopic journal, Topics topics) {
        this.group = group;
        this.clients = clients;
        this.options = options;
        this.journal = journal;
        this.topics = topics;
    }

    @Override
    public void write(Plan plan, GroupReader reader, Deadline deadline) {
        while (true) {
            try {
                writeOnce(plan, reader, deadline);
                return;
            } catch (KafkaException failure) {
                // the transaction is aborted when the fence is taken again
                if (deadline.isOver() || !clients.requests().shrinkAfter(failure)) {
                    throw failure;
                }
            }
        }
    }

    private void writeOnce(Plan plan, GroupReader reader, Deadline deadline) {
        if (writeUnderKeptFence(plan, reader, deadline)) {
            return;
        }
        while (true) {
            try {
                if (fence.isEmpty()) {
                    if (defeats > 0) {
                        Backoff.afterDefeats(defeats, deadline);
                    }
                    if (plan.change(reader.read(plan.partitions(), deadline)).isEmpty()) {
                        return;
                    }
                    takeFence();
                }
                Change change = plan.change(reader.read(plan.partitions(), deadline));
                journalRead = true;
                if (!change.isEmpty()) {
                    transact(plan, change, reader, deadline);
                }
                defeats = 0;
                return;
            } catch (FenceLostException lost) {
                defeats++;
            } catch (OffsetConflictException overtaken) {
                defeats++;
                throw overtaken;
            }
        }
    }

    /**
     * Writes without reading the journal, which no other driver has written to since, if this driver still has the
     * fence.
     *
     * @return whether that is done; if not, nothing was applied, and the fence may have been lost long ago
     */
    private boolean writeUnderKeptFence(Plan plan, GroupReader reader, Deadline deadline) {
        if (fence.isEmpty() || !journalRead) {
            return false;
        }
        try {
            Change change = plan.change(reader.readUnderFence(plan.partitions(), deadline));
            if (change.isEmpty()) {
                return false;
            }
            transact(plan, change, reader, deadline);
            return true;
        } catch (OffsetConflictException | FenceLostException perhapsOvertaken) {
            return false;
        }
    }

    @Override
    public boolean isInDoubt() {
        return inDoubt;
    }

    @Override
    public void settle() {
        try {
            takeFence();
        } catch (TransactionalIdAuthorizationException onlyReads) {
            LOG.debug("Waiting for a pending transaction of group {}: this user may not end it", group, onlyReads);
        }
    }

    private void takeFence() {
        dropFence();
        Producer<byte[], byte[]> producer = clients.transactional(group);
        latest = Optional.of(producer);
        try {
            if (aborted) {
                throw new KafkaException("the store was closed during the call");
            }
            producer.initTransactions();
        } catch (KafkaException failure) {
            close(producer);
            throw FenceLostException.isToldBy(failure) ? new FenceLostException(failure) : failure;
        }
        fence = Optional.of(producer);
        inDoubt = false;
    }

    private void dropFence() {
        fence.ifPresent(TransactionalWriter::close);
        fence = Optional.empty();
        journalRead = false;
    }

    private void transact(Plan plan, Change change, GroupReader reader, Deadline deadline) {
        Producer<byte[], byte[]> producer = fence.orElseThrow();
        journal.prepare(deadline);
        Map<TopicPartition, OffsetAndMetadata> committed =
                change.committed(topics.existing(change.partitions(), deadline)::contains);
        if (deadline.left().compareTo(options.step()) < 0) {
            throw new TimeoutException(
                    "reading took longer than half of " + deadline.limit().toMillis() + " ms");
        }
        long journalOffset = prepare(producer, change, committed, reader.journalPartition());
        try {
            producer.commitTransaction();
            reader.note(change, journalOffset);
        } catch (KafkaException failure) {
            dropFence();
            inDoubt = true;
            if (aborted || failure instanceof TimeoutException || failure instanceof InterruptException) {
                throw unknown(plan, failure);
            }
            if (!isCommitted(journalOffset, plan, reader, failure)) {
                throw new FenceLostException(failure);
            }
        }
    }

    /**
     * All steps except the commit.
     *
     * @return the offset of the transaction's last record in the journal
     */
    private long prepare(
            Producer<byte[], byte[]> producer,
            Change change,
            Map<TopicPartition, OffsetAndMetadata> committed,
            TopicPartition partition) {
        try {
            producer.beginTransaction();
            // first, because a producer that learns of a lost fence by a record never answers a call that waits
            for (Map<TopicPartition, OffsetAndMetadata> some :
                    clients.requests().of(group, committed)) {
                producer.sendOffsetsToTransaction(some, new ConsumerGroupMetadata(group));
            }
            List<Future<RecordMetadata>> sent = JournalRecords.of(group, change, partition).stream()
                    .map(producer::send)
                    .toList();
            // not flushed: a producer whose broker has lost its data, or accepts no more, would wait there without end
            Deadline limit = Deadline.in(options.step());
            long last = -1;
            for (Future<RecordMetadata> one : sent) {
                last = KafkaFutures.await(one, limit).offset();
            }
            return last;
        } catch (KafkaException failure) {
            dropFence();
            topics.forget();
            if (FenceLostException.isToldBy(failure)) {
                throw new FenceLostException(failure);
            }
            // never committed, but pending until the fence is taken again
            inDoubt = true;
            throw failure;
        }
    }

    /**
     * Whether a transaction was committed although its producer got an error: that it has lost the fence, perhaps after
     * the commit, or an error of the coordinator.
     */
    private boolean isCommitted(long journalOffset, Plan plan, GroupReader reader, KafkaException failure) {
        try {
            if (FenceLostException.isToldBy(failure)) {
                inDoubt = false;
            } else {
                takeFence();
            }
            return reader.holds(journalOffset, Deadline.in(options.step()));
        } catch (KafkaException unreadable) {
            failure.addSuppressed(unreadable);
            throw unknown(plan, failure);
        }
    }

    private CommitOutcomeUnknownException unknown(Plan plan, KafkaException failure) {
        return new CommitOutcomeUnknownException(
                plan.group(),
                plan.ranges(),
                plan.what() + " to " + clients + " (" + KafkaRemedies.words(failure) + ")",
                failure);
    }

    private static void close(Producer<byte[], byte[]> producer) {
        QuietClose.close(() -> producer.close(Duration.ZERO));
    }

    @Override
    public void abort() {
        aborted = true;
        latest.ifPresent(TransactionalWriter::close);
    }

    @Override
    public void close() {
        dropFence();
    }
}
