package io.tidemark.offset.kafka;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.client.KafkaFutures;
import io.tidemark.offset.kafka.internal.client.QuietClose;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the offsets of another store to lag tools: after each write of the store it commits the same offsets to Kafka,
 * for the same group. {@code mirror.beside(store)} returns the store for the job.
 *
 * <p>The mirror is a copy for people, and its offsets are never read back. It never makes the job wait or fail: one
 * thread commits, and the newest offset of each partition replaces those that were not committed yet. A failed commit
 * is counted; a message is logged when commits begin to fail and when they succeed again. Kafka refuses the commits
 * while consumers subscribe with the group. Consumers that assign their partitions, as a managed stream does, are no
 * problem.
 *
 * <p>Do not use it with a {@link KafkaOffsetStore}, whose offsets lag tools see anyway.
 *
 * <p>Safe for use by several threads.
 *
 * @since 0.1
 */
public final class KafkaOffsetMirror implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaOffsetMirror.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final String METADATA = "tidemark-mirror";

    private final KafkaClients clients;
    private final KafkaStoreOptions options = KafkaStoreOptions.defaults().timeout(LIMIT);
    private final Admin admin;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<GroupId, Map<TopicPartition, Long>> latest = new HashMap<>();
    private final Map<GroupId, Set<TopicPartition>> due = new HashMap<>();
    private boolean news;
    private boolean closing;
    private boolean failing;
    private boolean idle = true;
    private long commits;
    private long failures;

    /**
     * Creates a mirror with its own clients.
     *
     * @param settings the connection settings, as for {@link KafkaOffsetStore}
     * @throws KafkaException if no client can be created with these settings
     */
    public KafkaOffsetMirror(Map<String, ?> settings) {
        this.clients = new KafkaClients(settings, options);
        this.admin = clients.admin();
        this.thread = new Thread(this::run, "tidemark-offset-mirror");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns a store that writes to the given store and mirrors its writes. */
    public OffsetStore beside(OffsetStore store) {
        return new MirroredOffsetStore(store, this);
    }

    /** Returns a store that writes to the given store and mirrors its writes. */
    public <C> TransactionalOffsetStore<C> beside(TransactionalOffsetStore<C> store) {
        return new MirroredTransactionalOffsetStore<>(store, this);
    }

    /** The number of successful commits to Kafka. One may cover several writes of the store. */
    public long commits() {
        return counted(() -> commits);
    }

    /** The number of failed commits to Kafka; the next commit includes their partitions. */
    public long failures() {
        return counted(() -> failures);
    }

    /** Enqueues offsets to be committed, and returns at once. */
    void offer(GroupId group, Map<TopicPartition, Long> offsets) {
        lock.lock();
        try {
            if (!closing && !offsets.isEmpty()) {
                latest.computeIfAbsent(group, unseen -> new HashMap<>()).putAll(offsets);
                due.computeIfAbsent(group, unseen -> new HashSet<>()).addAll(offsets.keySet());
                news = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Map<GroupId, Map<TopicPartition, Long>> taken = take();
        while (!taken.isEmpty() && !Thread.currentThread().isInterrupted()) {
            taken.forEach(this::commit);
            taken = take();
        }
    }

    /** Waits for new offsets, and takes all that are due; nothing when the mirror is closed. */
    private Map<GroupId, Map<TopicPartition, Long>> take() {
        lock.lock();
        try {
            idle = true;
            changed.signalAll();
            while (!news && !closing) {
                changed.awaitUninterruptibly();
            }
            if (!news) {
                return Map.of();
            }
            Map<GroupId, Map<TopicPartition, Long>> taken = new HashMap<>();
            due.forEach((group, partitions) -> {
                Map<TopicPartition, Long> offsets = new HashMap<>(latest.getOrDefault(group, Map.of()));
                offsets.keySet().retainAll(partitions);
                taken.put(group, offsets);
            });
            due.clear();
            news = false;
            idle = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void commit(GroupId group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset, METADATA)));
        try {
            for (Map<TopicPartition, OffsetAndMetadata> some :
                    clients.requests().of(group.value(), committed)) {
                KafkaFutures.await(
                        admin.alterConsumerGroupOffsets(group.value(), some).all(), Deadline.in(LIMIT));
            }
            committed();
            if (failing) {
                LOG.info("The offsets of group {} are mirrored to {} again", group, clients);
            }
            failing = false;
        } catch (InterruptException closed) {
            failed(group, offsets);
        } catch (KafkaException failure) {
            // the smaller requests are sent with the next offsets
            clients.requests().shrinkAfter(failure);
            failed(group, offsets);
            if (!failing) {
                LOG.warn(
                        "Cannot mirror the offsets of group {} to {}: {}. The job continues; lag tools show old offsets"
                                + " until this works again, which will be logged",
                        group,
                        clients,
                        clients.connection().explain(failure));
            }
            failing = true;
        }
    }

    private void committed() {
        lock.lock();
        try {
            commits++;
        } finally {
            lock.unlock();
        }
    }

    /** Enqueues partitions that were not committed again, with their newest offsets. */
    private void failed(GroupId group, Map<TopicPartition, Long> offsets) {
        lock.lock();
        try {
            failures++;
            due.computeIfAbsent(group, unseen -> new HashSet<>()).addAll(offsets.keySet());
        } finally {
            lock.unlock();
        }
    }

    private long counted(LongSupplier count) {
        lock.lock();
        try {
            return count.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** Commits the remaining offsets, for 5 s at most, and closes the client. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
            long nanos = CLOSING.toNanos();
            while (nanos > 0 && !(idle && !news)) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        QuietClose.close(() -> admin.close(Duration.ZERO));
    }

    /** Names the cluster, without secrets. */
    @Override
    public String toString() {
        return "KafkaOffsetMirror[" + clients + "]";
    }
}
