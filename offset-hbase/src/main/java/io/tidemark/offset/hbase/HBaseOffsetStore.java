package io.tidemark.offset.hbase;

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
import io.tidemark.offset.hbase.internal.link.Deadline;
import io.tidemark.offset.hbase.internal.link.Link;
import io.tidemark.offset.hbase.internal.link.RequestException;
import io.tidemark.offset.hbase.internal.link.RequestException.Fate;
import io.tidemark.offset.hbase.internal.link.TableLink;
import io.tidemark.offset.spi.ListableStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps offsets in HBase 2.6, in one row for each group: all entries of the group are the text of one cell. The
 * package's documentation describes the layout.
 *
 * <p>The store borrows its connection and never closes it. A job gets one from
 * {@code ConnectionFactory.createAsyncConnection(configuration).get()}.
 *
 * <p>A commit of any number of partitions takes two round trips: it reads the cell, and replaces it on condition that
 * it is byte for byte the one that was read. The write is in the log of the region server before it is answered. The
 * first write creates the table if it does not exist and the job may do so.
 *
 * <p>Safe for use by several threads, but not from a callback of the connection, whose threads deliver the answers. A
 * call ends within its {@link HBaseStoreOptions#timeout(Duration) timeout}, whatever timeouts and retries the
 * connection has. Within it, HBase's client retries reads. Writes are sent once.
 *
 * @since 0.1
 */
public final class HBaseOffsetStore implements ListableStore {

    private final Link link;
    private final Duration timeout;
    private final WriterName writerName;
    private final GroupReader reader;
    private final GroupWriter writer;

    /**
     * Creates a store with the {@link HBaseStoreOptions#defaults() default} options.
     *
     * @param connection the connection; not closed
     */
    public HBaseOffsetStore(AsyncConnection connection) {
        this(connection, HBaseStoreOptions.defaults());
    }

    /**
     * Creates a store.
     *
     * @param connection the connection; not closed
     * @param options tables, timeout and writer
     */
    public HBaseOffsetStore(AsyncConnection connection, HBaseStoreOptions options) {
        this(new TableLink(connection, TableName.valueOf(options.table())), options);
    }

    HBaseOffsetStore(Link link, HBaseStoreOptions options) {
        this.link = link;
        this.timeout = options.timeout();
        this.writerName = options.writer();
        Optional<OlderTable> older = options.takeOver().map(table -> new OlderTable(link, table));
        this.reader = new GroupReader(link, older);
        this.writer = new GroupWriter(link, reader, older);
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        try {
            return Map.copyOf(reader.read(group, Deadline.in(timeout)).stored());
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
                Optional<GroupState> governing =
                        writer.write(group, state -> Plan.initialize(state, offsets, writerName), deadline);
                if (governing.isPresent()) {
                    Map<TopicPartition, StoredOffset> stored =
                            new HashMap<>(governing.get().stored());
                    stored.keySet().retainAll(offsets.keySet());
                    return Map.copyOf(stored);
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
        try {
            writer.write(commit.group(), state -> Plan.commit(state, commit, writerName), Deadline.in(timeout));
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
                    reposition.group(), state -> Plan.reposition(state, reposition, writerName), Deadline.in(timeout));
        } catch (RequestException failure) {
            throw failed("move the offsets of", "the move", reposition.group(), ranges, failure);
        }
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        try {
            return reader.receipts(group, Deadline.in(timeout));
        } catch (RequestException failure) {
            throw notDone("read the loss receipts of", group, failure);
        }
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        try {
            return reader.governor(group, Deadline.in(timeout));
        } catch (RequestException failure) {
            throw notDone("read what governs", group, failure);
        }
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        try {
            writer.writeGovernor(group, governor, Deadline.in(timeout));
        } catch (RequestException failure) {
            throw failed("record what governs", "the record of what governs", group, List.of(), failure);
        }
    }

    /** {@inheritDoc} The groups of the table of an older job are not among them. */
    @Override
    public Set<GroupId> groups() {
        try {
            return reader.groups(Deadline.in(timeout));
        } catch (RequestException failure) {
            throw new OffsetStoreException(
                    "Cannot list the groups in " + link.address() + ": " + failure.reason(), failure);
        }
    }

    private OffsetStoreException failed(
            String verb, String noun, GroupId group, List<PartitionRange> ranges, RequestException failure) {
        return failure.fate() == Fate.UNKNOWN ? unknown(noun, group, ranges, failure) : notDone(verb, group, failure);
    }

    private CommitOutcomeUnknownException unknown(
            String noun, GroupId group, List<PartitionRange> ranges, RequestException failure) {
        return new CommitOutcomeUnknownException(
                group, ranges, noun + " to " + link.address() + " (" + failure.reason() + ")", failure);
    }

    private OffsetStoreException notDone(String verb, GroupId group, RequestException failure) {
        return new OffsetStoreException(
                "Cannot " + verb + " group " + group + " in " + link.address() + ": " + failure.reason(), failure);
    }

    private static PartitionRange emptyRange(TopicPartition partition, StoredOffset offset) {
        return new PartitionRange(partition, offset.offset(), offset.offset());
    }

    /** Names the table and the cluster, without secrets. */
    @Override
    public String toString() {
        return "HBaseOffsetStore[" + link.address() + "]";
    }
}
