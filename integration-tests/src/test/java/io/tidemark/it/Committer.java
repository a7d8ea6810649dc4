package io.tidemark.it;

import static org.awaitility.Awaitility.await;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.spi.CommitOutcomes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** The only driver of a group, which commits one offset after the other and holds the store to its word. */
final class Committer implements AutoCloseable {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final Store kind;
    private final GroupId group;
    private final WriterName writer;
    private final OpenOffsetStore opened;
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger failures = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> ending;

    private Committer(Store kind) {
        this.kind = kind;
        this.group = new GroupId("committer-" + kind);
        this.writer = new WriterName("committer-" + kind);
        this.opened = kind.open(writer);
        opened.store().initialize(group, Map.of(PARTITION, StoredOffset.of(0)));
        this.ending = CompletableFuture.runAsync(this::run, task -> new Thread(task, "committer-" + kind).start());
    }

    static Committer start(Store kind) {
        return new Committer(kind);
    }

    private void run() {
        while (!over.get()) {
            long from = next.get();
            OffsetCommit commit = new OffsetCommit(group, List.of(new PartitionRange(PARTITION, from, from + 1)));
            try {
                commitOnce(commit);
                next.incrementAndGet();
            } catch (OffsetConflictException conflict) {
                judge(conflict, from);
            } catch (OffsetStoreException failure) {
                failures.incrementAndGet();
            }
        }
    }

    private void commitOnce(OffsetCommit commit) {
        try {
            opened.store().commit(commit);
        } catch (CommitOutcomeUnknownException unknown) {
            failures.incrementAndGet();
            CommitOutcomes.resolve(unknown, commit, () -> opened.store().load(group, Set.of(PARTITION.topic())));
        }
    }

    /** There is nobody else: what is found can only be this one's last commit, applied after it was given up. */
    private void judge(OffsetConflictException conflict, long from) {
        OffsetConflictException.Conflict found = conflict.conflicts().get(0);
        if (failures.get() > 0
                && found.found().equals(Optional.of(from + 1))
                && found.foundWriter().equals(Optional.of(writer))) {
            next.set(from + 1);
        } else {
            wrong.add(String.valueOf(conflict.getMessage()));
            over.set(true);
        }
    }

    Store kind() {
        return kind;
    }

    /** How often it was told that something failed, or that nobody knows. */
    int failures() {
        return failures.get();
    }

    /** What cannot be. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Waits until it has made as many more commits. */
    void awaitMore(int commits) {
        long goal = next.get() + commits;
        await().atMost(Job.LONG).until(() -> next.get() >= goal || over.get());
    }

    @Override
    public void close() {
        over.set(true);
        ending.join();
        opened.close();
    }
}
