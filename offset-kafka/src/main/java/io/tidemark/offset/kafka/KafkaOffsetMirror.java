package io.tidemark.offset.kafka;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.TransactionalOffsetStore;
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
 * Shows lag tools the offsets of a store that they cannot read: after each write of the store it commits the same
 * offsets to Kafka, for the same group. {@code mirror.beside(store)} gives the store that a job then uses.
 *
 * <p>It is a copy for people and decides nothing. It never makes the job wait or fail: one thread commits, the last
 * offset of each partition wins over those that were not committed yet, and a commit that fails is counted, and logged
 * when commits begin to fail and when they succeed again. Kafka refuses it while consumers subscribe with the group;
 * consumers that assign their partitions, as a managed stream does, are no hindrance.
 *
 * <p>Do not use it beside a {@link KafkaOffsetStore}, whose offsets lag tools see anyway.
 *
 * <p>Safe for use by several threads.
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
     * A mirror with clients of its own.
     *
     * @param settings how to connect, as for {@link KafkaOffsetStore}
     * @throws KafkaException if no client can be made with these settings
     */
    public KafkaOffsetMirror(Map<String, ?> settings) {
        this.clients = new KafkaClients(settings, options);
        this.admin = clients.admin();
        this.thread = new Thread(this::run, "tidemark-offset-mirror");
        thread.setDaemon(true);
        thread.start();
    }

    /** The same store, whose writes are mirrored. */
    public OffsetStore beside(OffsetStore store) {
        return new MirroredOffsetStore(store, this);
    }

    /** The same store, whose writes are mirrored. */
    public <C> TransactionalOffsetStore<C> beside(TransactionalOffsetStore<C> store) {
        return new MirroredTransactionalOffsetStore<>(store, this);
    }

    /** How many commits to Kafka have succeeded. One may cover several writes of the store. */
    public long commits() {
        return counted(() -> commits);
    }

    /** How many commits to Kafka have failed; their partitions go with the next one. */
    public long failures() {
        return counted(() -> failures);
    }

    /** Notes offsets to be committed, and returns at once. */
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

    /** Waits for news, and takes what is due with them; nothing when the mirror is closed. */
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
                Answers.await(
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
            // smaller requests go with the next news
            clients.requests().shrinkAfter(failure);
            failed(group, offsets);
            if (!failing) {
                LOG.warn(
                        "Cannot mirror the offsets of group {} to {}: {}. The job goes on; lag tools show old offsets"
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

    /** Lets partitions that were not committed go with the next news, at what they are by then. */
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

    /** Commits what is still to be committed, for 5 s at most, and closes the client. */
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
        Quietly.close(() -> admin.close(Duration.ZERO));
    }

    /** Where it commits to, without any secret. */
    @Override
    public String toString() {
        return "KafkaOffsetMirror[" + clients + "]";
    }
}
