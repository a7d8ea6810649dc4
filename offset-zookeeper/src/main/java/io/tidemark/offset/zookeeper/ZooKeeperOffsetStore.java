package io.tidemark.offset.zookeeper;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.spi.DiagnosableStore;
import io.tidemark.offset.spi.Diagnosis;
import io.tidemark.offset.spi.ListableStore;
import io.tidemark.offset.zookeeper.internal.layout.GroupPaths;
import io.tidemark.offset.zookeeper.internal.link.ConnectionLink;
import io.tidemark.offset.zookeeper.internal.link.Deadline;
import io.tidemark.offset.zookeeper.internal.link.Link;
import io.tidemark.offset.zookeeper.internal.link.RequestException;
import io.tidemark.offset.zookeeper.internal.link.RequestException.Fate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.I0Itec.zkclient.ZkConnection;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * Keeps offsets in ZooKeeper 3.6 or later, in the layout of Kafka's old consumers: offsets of an old job are adopted,
 * and old tools read what this store writes. Topic identities and loss receipts are beside it. The package's
 * documentation describes the layout.
 *
 * <p>The store borrows the connection that a {@code ZkClient} was created with and never closes it. The
 * {@code ZkClient} keeps the session alive and replaces it when it has expired; the store then uses the new one:
 * <pre>{@code
 * ZkConnection connection = new ZkConnection("zk1:2181,zk2:2181/kafka", 10_000);
 * ZkClient client = new ZkClient(connection, 10_000);
 * OffsetStore store = new ZooKeeperOffsetStore(connection);
 * }</pre>
 *
 * <p>A commit of any number of partitions takes two round trips and takes effect with one request, for all of them or
 * for none. A commit that exceeds the size of a request (about 10,000 partitions) is first stored in one node and then
 * carried over to the classic nodes: this store reads it at once and as a whole, old tools see it in parts.
 *
 * <p>Safe for use by several threads, but not from a watcher of the same client, whose thread delivers the answers. A
 * call ends within its {@link ZooKeeperStoreOptions#timeout(Duration) timeout}.
 *
 * @since 0.1
 */
public final class ZooKeeperOffsetStore implements DiagnosableStore, ListableStore {

    private final Link link;
    private final Duration timeout;
    private final WriterName writerName;
    private final GroupReader reader;
    private final GroupWriter writer;

    /**
     * Creates a store with the {@link ZooKeeperStoreOptions#defaults() default} options.
     *
     * @param connection the connection of a {@code ZkClient}; not closed
     */
    public ZooKeeperOffsetStore(ZkConnection connection) {
        this(connection, ZooKeeperStoreOptions.defaults());
    }

    /**
     * Creates a store.
     *
     * @param connection the connection of a {@code ZkClient}; not closed
     * @param options timeout, ACL, request size and writer
     */
    public ZooKeeperOffsetStore(ZkConnection connection, ZooKeeperStoreOptions options) {
        this(new ConnectionLink(connection, options.requestLimit()), options);
    }

    ZooKeeperOffsetStore(Link link, ZooKeeperStoreOptions options) {
        this.link = link;
        this.timeout = options.timeout();
        this.writerName = options.writer();
        this.reader = new GroupReader(link);
        this.writer = new GroupWriter(link, reader, options.acl(), writerName);
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        try {
            return Map.copyOf(
                    reader.readAll(new GroupPaths(group), Deadline.in(timeout)).stored());
        } catch (RequestException failure) {
            throw notDone("load the offsets of", group, failure);
        }
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        if (offsets.isEmpty()) {
            return Map.of();
        }
        List<PartitionRange> ranges = offsets.entrySet().stream()
                .map(entry -> emptyRange(entry.getKey(), entry.getValue()))
                .toList();
        Deadline deadline = Deadline.in(timeout);
        boolean written = false;
        try {
            while (true) {
                Optional<GroupState> governing = writer.write(
                        new GroupPaths(group),
                        offsets.keySet(),
                        topicsOf(offsets.keySet()),
                        state -> Plans.initialize(state, offsets),
                        deadline);
                if (governing.isPresent()) {
                    return Map.copyOf(governing.get().stored());
                }
                written = true;
            }
        } catch (RequestException failure) {
            throw written
                    ? unknown("the initialization", group, ranges, failure)
                    : failed("initialize the offsets of", "the initialization", group, ranges, failure);
        }
    }

    @Override
    public void commit(OffsetCommit commit) {
        List<TopicPartition> partitions =
                commit.ranges().stream().map(PartitionRange::partition).toList();
        try {
            writer.write(
                    new GroupPaths(commit.group()),
                    partitions,
                    Set.of(),
                    state -> Plans.commit(state, commit, writerName),
                    Deadline.in(timeout));
        } catch (RequestException failure) {
            throw failed("commit the offsets of", "the commit", commit.group(), commit.ranges(), failure);
        }
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        List<PartitionRange> ranges = reposition.moves().entrySet().stream()
                .map(entry -> emptyRange(
                        entry.getKey(),
                        entry.getValue().next().orElse(entry.getValue().expected())))
                .toList();
        try {
            writer.write(
                    new GroupPaths(reposition.group()),
                    reposition.moves().keySet(),
                    topicsOf(reposition.moves().keySet()),
                    state -> Plans.reposition(state, reposition, writerName),
                    Deadline.in(timeout));
        } catch (RequestException failure) {
            throw failed("move the offsets of", "the move", reposition.group(), ranges, failure);
        }
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        try {
            return new Losses(link).read(group, Deadline.in(timeout));
        } catch (RequestException failure) {
            throw notDone("read the loss receipts of", group, failure);
        }
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        try {
            List<Op> request = List.of(Op.getData(new GroupPaths(group).governor()));
            List<List<OpResult>> results = link.read(List.of(request), Deadline.in(timeout));
            // an empty node is one that a write has not reached
            return results.get(0).get(0) instanceof OpResult.GetDataResult node
                            && node.getData() != null
                            && node.getData().length > 0
                    ? Optional.of(Governor.ofText(new String(node.getData(), StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (RequestException failure) {
            throw notDone("read what governs", group, failure);
        }
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        try {
            writer.write(new GroupPaths(group), List.of(), Set.of(), state -> Plan.of(governor), Deadline.in(timeout));
        } catch (RequestException failure) {
            throw failed("record what governs", "the record of what governs", group, List.of(), failure);
        }
    }

    @Override
    public Set<GroupId> groups() {
        try {
            return new GroupListing(link).groups(Deadline.in(timeout));
        } catch (RequestException failure) {
            throw new OffsetStoreException(
                    "Cannot list the groups in ZooKeeper at " + link.server() + ": " + failure.reason(), failure);
        }
    }

    /** ZooKeeper does not report its clock or its version to clients. */
    @Override
    public List<Diagnosis> diagnose(GroupId group, Clock clock) {
        String fence = new GroupPaths(group).fence();
        // no node has this version, so the request changes nothing, but the server checks the permission first
        Op probe = Op.setData(fence, new byte[0], Integer.MAX_VALUE);
        try {
            link.write(List.of(probe), Deadline.in(timeout));
            throw new IllegalStateException("the version of " + fence + " is " + Integer.MAX_VALUE);
        } catch (RequestException failure) {
            if (failure.is(Code.BADVERSION)) {
                return List.of(Diagnosis.ok("it accepts writes, and this client may write the nodes of this group"));
            }
            if (failure.is(Code.NONODE)) {
                return List.of(Diagnosis.ok(
                        "it answers; permissions were not checked, because group " + group + " has no nodes yet"));
            }
            if (failure.code().isEmpty() || failure.fate() == Fate.UNKNOWN) {
                throw notDone("examine", group, failure);
            }
            return List.of(Diagnosis.problem(failure.reason(), ""));
        }
    }

    private OffsetStoreException failed(
            String verb, String noun, GroupId group, List<PartitionRange> ranges, RequestException failure) {
        return failure.fate() == Fate.UNKNOWN ? unknown(noun, group, ranges, failure) : notDone(verb, group, failure);
    }

    private CommitOutcomeUnknownException unknown(
            String noun, GroupId group, List<PartitionRange> ranges, RequestException failure) {
        return new CommitOutcomeUnknownException(
                group, ranges, noun + " to ZooKeeper at " + link.server() + " (" + failure.reason() + ")", failure);
    }

    private OffsetStoreException notDone(String verb, GroupId group, RequestException failure) {
        return new OffsetStoreException(
                "Cannot " + verb + " group " + group + " in ZooKeeper at " + link.server() + ": " + failure.reason(),
                failure);
    }

    private static PartitionRange emptyRange(TopicPartition partition, StoredOffset offset) {
        return new PartitionRange(partition, offset.offset(), offset.offset());
    }

    private static Set<String> topicsOf(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    /** Names the server, without secrets. */
    @Override
    public String toString() {
        return "ZooKeeperOffsetStore[" + link.server() + "]";
    }
}
