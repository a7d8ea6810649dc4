package io.tidemark.offset.kafka;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.client.KafkaFutures;
import io.tidemark.offset.kafka.internal.client.QuietClose;
import io.tidemark.offset.kafka.internal.client.Topics;
import io.tidemark.offset.kafka.internal.journal.JournalTopic;
import io.tidemark.offset.kafka.internal.journal.Plan;
import io.tidemark.offset.kafka.internal.journal.Plans;
import io.tidemark.offset.spi.DiagnosableStore;
import io.tidemark.offset.spi.Diagnosis;
import io.tidemark.offset.spi.ListableStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps offsets in Kafka itself, 2.5 or later: as the committed offsets of the group, which lag tools show, and in a
 * journal beside them, a compacted topic that outlives expiry and deleted topics and holds the loss receipts. Offsets
 * that another consumer or a person has committed are adopted. The package's documentation describes the format.
 *
 * <p>Each write is one transaction, with a transactional id that belongs to the group. A second driver that writes ends
 * the first one's transaction and fences it, so the condition is checked against exactly what the transaction replaces.
 * Commits of consumers or tools at the same moment are not covered, because Kafka accepts them without a condition.
 *
 * <p>The store creates its own clients from the settings that a job connects with, because a producer's transactional
 * id cannot be changed and a fenced producer cannot be used again; {@link #close} closes them.
 *
 * <pre>{@code
 * try (KafkaOffsetStore store = new KafkaOffsetStore(Map.of("bootstrap.servers", "kafka1:9092,kafka2:9092"))) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads; calls for one group run one after the other. A call ends within its
 * {@link KafkaStoreOptions#timeout timeout}. The clients retry only what is safe to send twice. If the answer to the
 * end of a transaction is lost, the outcome is unknown, and the next call of this store for the group, including
 * {@link #load}, resolves it first.
 *
 * @since 0.1
 */
public final class KafkaOffsetStore implements DiagnosableStore, ListableStore, AutoCloseable {

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final Mode mode;
    private final KafkaStoreOptions options;
    private final KafkaClients clients;
    private final Plans plans;
    private final Admin admin;
    private final JournalTopic journal;
    private final Map<GroupId, GroupSession> sessions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Creates a store with the default options.
     *
     * @param settings the connection settings: {@code bootstrap.servers}, and the security settings. A job's complete
     *     Kafka parameters may be given; settings of its consumers are ignored
     * @throws OffsetStoreException if clients cannot be created with these settings
     */
    public KafkaOffsetStore(Map<String, ?> settings) {
        this(settings, KafkaStoreOptions.defaults());
    }

    /**
     * Creates a store.
     *
     * @param settings the connection settings, as above
     * @param options the options
     * @throws OffsetStoreException if clients cannot be created with these settings
     */
    public KafkaOffsetStore(Map<String, ?> settings, KafkaStoreOptions options) {
        this(Mode.TRANSACTIONS, settings, options);
    }

    KafkaOffsetStore(Mode mode, Map<String, ?> settings, KafkaStoreOptions options) {
        this.mode = mode;
        this.options = options;
        this.clients = new KafkaClients(settings, options);
        this.plans = new Plans(Clock.systemUTC(), options.writer());
        this.admin = calling("connect", "", clients::admin);
        this.journal = new JournalTopic(admin, options.journalTopic());
    }

    /**
     * Creates a store with the default options for a cluster whose ACLs do not allow transactions, as
     * {@link #withoutTransactions(Map, KafkaStoreOptions)} does.
     *
     * @param settings the connection settings, as above
     * @throws OffsetStoreException if clients cannot be created with these settings
     */
    public static KafkaOffsetStore withoutTransactions(Map<String, ?> settings) {
        return withoutTransactions(settings, KafkaStoreOptions.defaults());
    }

    /**
     * Creates a store for a cluster whose ACLs do not allow transactions. Its layout is the same, so a group can move
     * from one to the other while no job of it runs. But it <strong>does not fulfil the whole contract</strong>:
     * <ul>
     * <li>There is no compare-and-set. The condition is checked against what is stored a moment before the write. If
     *   two drivers of one group commit within that moment, both are told that their commit was applied, and the chain
     *   has a repetition or a gap. A driver that commits later is refused, as it should be. Use it only if something
     *   else ensures that a group has one driver.
     * <li>A commit is not all or none. A commit that is interrupted, or that has so many partitions that it takes
     *   several requests, may be applied for some of them. It is reported as an unknown outcome; a reader may see a
     *   part of it.
     * <li>While consumers subscribe with the group (by {@code subscribe}, not {@code assign}), Kafka accepts no offsets
     *   from other clients: writes fail with a message that says so.
     * </ul>
     *
     * <p>The rest of the contract holds: the condition if one driver follows another, durable offsets and receipts,
     * offsets that have expired or were deleted with their topic, identities and writers. {@code load} waits for a
     * pending transaction of a store with transactions, but cannot end it.
     *
     * @param settings the connection settings, as above
     * @param options the options
     * @throws OffsetStoreException if clients cannot be created with these settings
     * @since 0.1.0
     */
    public static KafkaOffsetStore withoutTransactions(Map<String, ?> settings, KafkaStoreOptions options) {
        return new KafkaOffsetStore(Mode.PLAIN, settings, options);
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

    /** {@inheritDoc} They are the consumer groups of the cluster that this user may describe. */
    @Override
    public Set<GroupId> groups() {
        return calling(
                "list the groups",
                "",
                () -> KafkaFutures.await(admin.listConsumerGroups().all(), Deadline.in(options.timeout())).stream()
                        .map(ConsumerGroupListing::groupId)
                        .filter(group -> !group.isBlank())
                        .map(GroupId::new)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Kafka does not report its clock to clients. */
    @Override
    public List<Diagnosis> diagnose(GroupId group, Clock clock) {
        return calling("examine the cluster", "", () -> ClusterExamination.of(admin, options, group, mode));
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
            GroupWriter writer = writer(group.value());
            return new GroupSession(
                    new GroupReader(group.value(), clients.consumer(group.value()), admin, journal, writer), writer);
        });
        if (closed) {
            // closed in the meantime, perhaps without this one
            session.close();
        }
        return session;
    }

    private GroupWriter writer(String group) {
        Topics topics = new Topics(admin);
        return mode == Mode.PLAIN
                ? new PlainWriter(group, clients, admin, journal, topics)
                : new TransactionalWriter(group, clients, options, journal, topics);
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

    /**
     * Closes the store's clients. It may be called while another thread uses the store: that call ends with an
     * exception, which for a write states whether the write is known not to be applied. A transaction that is pending
     * then is never committed.
     */
    @Override
    public void close() {
        closed = true;
        sessions.values().forEach(GroupSession::close);
        QuietClose.close(() -> admin.close(Duration.ZERO));
    }

    /** Names the cluster's addresses, without secrets. */
    @Override
    public String toString() {
        return "KafkaOffsetStore[" + clients + (mode == Mode.PLAIN ? ", without transactions" : "") + "]";
    }

    /** How the store writes. */
    enum Mode {
        TRANSACTIONS,
        PLAIN
    }

    @FunctionalInterface
    private interface Call<T> {

        T on(GroupSession session, Deadline deadline);
    }
}
