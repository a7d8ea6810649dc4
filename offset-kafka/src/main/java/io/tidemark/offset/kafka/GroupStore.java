package io.tidemark.offset.kafka;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The common part of both stores on Kafka: sessions of groups, and the conversion of failures to the contract's
 * exceptions.
 */
final class GroupStore implements OffsetStore, AutoCloseable {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final KafkaClients clients;
    private final KafkaStoreOptions options;
    private final Plans plans;
    private final Admin admin;
    private final JournalTopic journal;
    private final Writers writers;
    private final Map<GroupId, GroupSession> sessions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    GroupStore(KafkaClients clients, KafkaStoreOptions options, Plans plans, Writers writers) {
        this.clients = clients;
        this.options = options;
        this.plans = plans;
        this.writers = writers;
        this.admin = calling("connect", "", clients::admin);
        this.journal = new JournalTopic(admin, options.journalTopic());
    }

    /** @throws OffsetStoreException if the cluster does not answer */
    void requireReachable() {
        calling(
                "reach the cluster",
                "",
                () -> KafkaFutures.await(admin.describeCluster().clusterId(), Deadline.in(options.timeout())));
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return call(
                "load the offsets of group " + group,
                group,
                (session, deadline) -> Map.copyOf(session.reader().load(deadline)));
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> first) {
        if (first.isEmpty()) {
            return Map.of();
        }
        requireTopics(group, first.keySet());
        Plans.Initialize plan = plans.initialize(group, first);
        write("store first offsets of group " + group, plan);
        return plan.governing();
    }

    @Override
    public void commit(OffsetCommit commit) {
        write("commit the offsets of group " + commit.group(), plans.commit(commit));
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        write("move the offsets of group " + reposition.group(), plans.reposition(reposition));
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return call("read the loss receipts of group " + group, group, (session, deadline) -> session.reader()
                .losses(deadline));
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return call("read what governs group " + group, group, (session, deadline) -> session.reader()
                .governor(deadline));
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        write("record what governs group " + group, plans.governor(group, governor));
    }

    private void write(String what, Plan plan) {
        call(what, "; nothing was applied", plan.group(), (session, deadline) -> {
            session.write(plan, deadline);
            return plan;
        });
    }

    private <T> T call(String what, GroupId group, Call<T> call) {
        return call(what, "", group, call);
    }

    private <T> T call(String what, String consequence, GroupId group, Call<T> call) {
        Deadline deadline = Deadline.in(options.timeout());
        return calling(what, consequence, () -> {
            GroupSession session = session(group);
            return session.alone(deadline, () -> call.on(session, deadline));
        });
    }

    private <T> T calling(String what, String consequence, Supplier<T> call) {
        boolean open = !closed;
        try {
            return call.get();
        } catch (KafkaException failure) {
            throw closed
                    ? closedDuring(what, consequence, failure)
                    : new OffsetStoreException(
                            "Cannot " + what + " in " + clients + ": "
                                    + clients.connection().explain(failure, consequence),
                            failure);
        } catch (IllegalStateException failure) {
            // the exception of a closed producer
            throw closed && open ? closedDuring(what, consequence, failure) : failure;
        }
    }

    private OffsetStoreException closedDuring(String what, String consequence, RuntimeException failure) {
        return new OffsetStoreException(
                "Cannot " + what + " in " + clients + ": the store was closed by another thread during the call"
                        + consequence + ". Close it when the stream has ended",
                failure);
    }

    private GroupSession session(GroupId group) {
        if (closed) {
            throw new IllegalStateException("Cannot use the offset store on " + clients + ": it is closed");
        }
        GroupSession session = sessions.computeIfAbsent(group, unseen -> {
            requireEncodable(group);
            GroupWriter writer = writers.of(group.value(), admin, journal);
            return new GroupSession(
                    new GroupReader(group.value(), clients.consumer(group.value()), admin, journal, writer), writer);
        });
        if (closed) {
            // closed in the meantime, perhaps without this one
            session.close();
        }
        return session;
    }

    /** Kafka replaces half a surrogate pair by a question mark, which would make two groups one. */
    private static void requireEncodable(GroupId group) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(group.value())) {
            throw new KafkaException("the group's name cannot be encoded in UTF-8");
        }
    }

    private static void requireTopics(GroupId group, Set<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (!TOPIC.matcher(partition.topic()).matches()) {
                throw new OffsetStoreException("Cannot store an offset of group " + group + " for " + partition
                        + ": a topic's name has 1 to 249 letters, digits, dots, underscores and dashes");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        sessions.values().forEach(GroupSession::close);
        QuietClose.close(() -> admin.close(Duration.ZERO));
    }

    @Override
    public String toString() {
        return clients.toString();
    }

    /** Creates the writer of a group. */
    @FunctionalInterface
    interface Writers {

        GroupWriter of(String group, Admin admin, JournalTopic journal);
    }

    @FunctionalInterface
    private interface Call<T> {

        T on(GroupSession session, Deadline deadline);
    }
}
