package io.tidemark.offset.hbase;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.hbase.internal.layout.GroupRow;
import io.tidemark.offset.hbase.internal.layout.OffsetsText;
import io.tidemark.offset.hbase.internal.layout.ReceiptColumn;
import io.tidemark.offset.hbase.internal.link.Deadline;
import io.tidemark.offset.hbase.internal.link.Link;
import io.tidemark.offset.hbase.internal.link.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.Durability;
import org.apache.hadoop.hbase.client.Put;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a group's row. Each write is one request, on condition that the cell of its entries is byte for byte the
 * one that its plan was computed from. If another client was faster, the state is read and planned anew.
 */
final class GroupWriter {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

    private final Link link;
    private final GroupReader reader;
    private final Optional<OlderTable> older;

    GroupWriter(Link link, GroupReader reader, Optional<OlderTable> older) {
        this.link = link;
        this.reader = reader;
        this.older = older;
    }

    /** Computes the write from what is stored; throws its own exception to refuse. */
    interface Planner {
        Plan plan(GroupState state);
    }

    /**
     * Reads, plans and writes.
     *
     * @return the state for which the plan had nothing to write; empty after a write
     */
    Optional<GroupState> write(GroupId group, Planner planner, Deadline deadline) throws RequestException {
        while (true) {
            GroupState state = read(group, deadline);
            Plan plan = planner.plan(state);
            if (plan.isEmpty(state)) {
                return Optional.of(state);
            }
            if (isApplied(group, put(group, plan), GroupRow.offsets(), state.text(), deadline)) {
                if (state.isOfOlderJob()) {
                    reportTakeOver(group, state, deadline);
                }
                return Optional.empty();
            }
        }
    }

    /** Records what governs; only this cell is compared, because no write depends on it. */
    void writeGovernor(GroupId group, Governor governor, Deadline deadline) throws RequestException {
        byte[] text = governor.text().getBytes(StandardCharsets.UTF_8);
        boolean applied = false;
        while (!applied) {
            Optional<byte[]> expected;
            try {
                expected = reader.governorText(group, deadline);
            } catch (RequestException failure) {
                throw failure.beforeTheWrite();
            }
            Put put = newPut(group).addColumn(GroupRow.family(), GroupRow.governor(), text);
            applied = isApplied(group, put, GroupRow.governor(), expected, deadline);
        }
    }

    private GroupState read(GroupId group, Deadline deadline) throws RequestException {
        try {
            return reader.read(group, deadline);
        } catch (RequestException failure) {
            throw failure.beforeTheWrite();
        }
    }

    private Put put(GroupId group, Plan plan) {
        // eight bytes of randomness: no two writes of a group have the same text, even with equal offsets
        String writeId = UUID.randomUUID().toString().substring(0, 18);
        byte[] text = OffsetsText.write(writeId, plan.entries());
        if (text.length > link.largestCell()) {
            throw new OffsetStoreException("Cannot write the offsets of group " + group + " to " + link.address()
                    + ": its " + plan.entries().size() + " partitions take " + text.length + " bytes, and "
                    + link.largestCell() + " are allowed in one cell; nothing was written. Raise"
                    + " hbase.client.keyvalue.maxsize here and hbase.server.keyvalue.maxsize on the region servers, or"
                    + " give the group fewer partitions");
        }
        Put put = newPut(group).addColumn(GroupRow.family(), GroupRow.offsets(), text);
        plan.receipts()
                .forEach(receipt ->
                        put.addColumn(GroupRow.family(), ReceiptColumn.name(receipt), ReceiptColumn.value(receipt)));
        return put;
    }

    /** A put that is in the servers' log before it is answered, also if the table has another setting. */
    private static Put newPut(GroupId group) {
        return new Put(GroupRow.key(group)).setDurability(Durability.SYNC_WAL);
    }

    /** Sends the write; false if it was not applied and the state must be read again. */
    private boolean isApplied(GroupId group, Put put, byte[] column, Optional<byte[]> expected, Deadline deadline)
            throws RequestException {
        if (Thread.currentThread().isInterrupted()) {
            throw RequestException.notSent("the thread was interrupted");
        }
        CheckAndMutate.Builder condition = CheckAndMutate.newBuilder(GroupRow.key(group));
        CheckAndMutate write = expected.map(text -> condition.ifEquals(GroupRow.family(), column, text))
                .orElseGet(() -> condition.ifNotExists(GroupRow.family(), column))
                .build(put);
        try {
            if (link.write(write, deadline)) {
                return true;
            }
            if (deadline.isOver()) {
                throw RequestException.notSent(
                        "other clients were faster for " + deadline.limit().toMillis() + " ms");
            }
        } catch (RequestException failure) {
            if (!link.isMissingTable(failure) || deadline.isOver()) {
                throw failure;
            }
            link.createTable(deadline);
        }
        return false;
    }

    private void reportTakeOver(GroupId group, GroupState state, Deadline deadline) {
        String table = older.map(OlderTable::name).orElse("");
        LOG.info(
                "Took over {} offsets of group {} from table {} into {}. The old rows stay as they are, and are no"
                        + " longer read",
                state.stored().size(),
                group,
                table,
                link.address());
        try {
            if (!reader.older(group, deadline).equals(state.stored())) {
                LOG.warn(
                        "An older job still writes the offsets of group {} to table {}: its records since then are"
                                + " processed twice. Stop it",
                        group,
                        table);
            }
        } catch (RequestException | OffsetStoreException notRead) {
            LOG.warn(
                    "Table {} could not be read again, so an older job that still writes to it is not noticed: {}",
                    table,
                    notRead.getMessage());
        }
    }
}
