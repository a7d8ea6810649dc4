package io.tidemark.offset.jdbc;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.SqlTable.Layout;
import io.tidemark.offset.jdbc.history.HistoryEntry;
import io.tidemark.offset.jdbc.history.HistoryEntry.Change;
import io.tidemark.offset.jdbc.history.HistoryEntry.Kind;
import io.tidemark.offset.jdbc.internal.connection.Connections;
import io.tidemark.offset.jdbc.internal.connection.Failures;
import io.tidemark.offset.jdbc.internal.connection.Transactions;
import io.tidemark.offset.jdbc.internal.connection.WorkFailedException;
import io.tidemark.offset.jdbc.internal.history.Changes;
import io.tidemark.offset.jdbc.internal.history.HistoryTable;
import io.tidemark.offset.jdbc.internal.history.Rollback;
import io.tidemark.offset.jdbc.internal.table.NameColumns;
import io.tidemark.offset.jdbc.internal.table.StoredRows;
import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.jdbc.spi.ServerFacts;
import io.tidemark.offset.spi.DiagnosableStore;
import io.tidemark.offset.spi.Diagnosis;
import io.tidemark.offset.spi.ListableStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offsets in a SQL database, optionally in the same transaction as a job's own rows: what the stores of all databases
 * share. A subclass adds the database's {@link Dialect}.
 *
 * <p>The constructor creates the table of offsets if it is missing, and beside it {@code tidemark_loss} for receipts of
 * losses. An existing table is used unchanged. The data source is borrowed and never closed; configure timeouts of
 * calls on it.
 *
 * <p>Each call is one transaction, and its number of statements does not depend on the number of partitions. A
 * statement is only split above some ten thousand partitions, or above the server's longest statement. A commit is one
 * conditional update of its rows; if a second driver of the group has committed before, it is a conflict. Only a
 * {@code COMMIT} whose answer was lost has an unknown outcome; any failure before it is known not applied.
 *
 * <p>Safe for use by several threads; each call uses one connection.
 *
 * @since 0.1
 */
public abstract class JdbcOffsetStore implements TransactionalOffsetStore<Connection>, DiagnosableStore, ListableStore {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcOffsetStore.class);

    private final Dialect dialect;
    private final SqlTable table;
    private final WriterName writer;
    private final Transactions transactions;
    private final Failures failures;
    private volatile Tables tables;
    private final GovernorTable governors;
    private final Optional<HistoryTable> history;

    /** The tables as of the last check. */
    private record Tables(
            OffsetTable offsets, LossTable losses, List<NameColumns> names, long largestOffset, ServerFacts server) {}

    /**
     * Creates a store.
     *
     * @param dialect the dialect of the database
     * @param dataSource provides connections to the database of the table
     * @param options table, writer and history
     * @param standard the table if the options name none
     * @throws OffsetStoreException if the server cannot be reached, or the table is not suitable for offsets
     */
    protected JdbcOffsetStore(Dialect dialect, DataSource dataSource, SqlStoreOptions options, SqlTable standard) {
        this(dialect, Connections.of(dataSource), options, standard);
    }

    /**
     * Creates a store on other connections than those of a data source.
     *
     * @param dialect the dialect of the database
     * @param connections lends the connections
     * @param options table, writer and history
     * @param standard the table if the options name none
     * @throws OffsetStoreException if the server cannot be reached, or the table is not suitable for offsets
     */
    protected JdbcOffsetStore(Dialect dialect, Connections connections, SqlStoreOptions options, SqlTable standard) {
        this.dialect = dialect;
        this.table = options.table().orElse(standard);
        if (table.name().length() > dialect.longestName()) {
            throw new IllegalArgumentException("Cannot keep offsets in a table named '" + table
                    + "': a name has at most " + dialect.longestName() + " characters in " + dialect.name());
        }
        this.writer = options.writer();
        this.transactions = new Transactions(connections, dialect, table.name());
        this.failures = transactions.failures();
        this.tables = prepare();
        this.governors = new GovernorTable(dialect, table);
        int kept = options.history(table);
        this.history = kept == 0
                ? Optional.empty()
                : prepareHistory()
                        .map(name -> new HistoryTable(
                                dialect, name, writer, kept, tables.server().longestStatement()));
    }

    @Override
    public final Map<TopicPartition, StoredOffset> load(GroupId group) {
        if (!tables.names().get(0).holdsGroup(group)) {
            return Map.of();
        }
        try {
            return read(group);
        } catch (OffsetStoreException e) {
            if (!(e.getCause() instanceof SQLException cause && dialect.errors().isNoSuchTable(cause))) {
                throw e;
            }
            // the server has restarted without its data: nothing can be read, and writes can succeed again
            LOG.warn(
                    "A table of {} no longer exists ({}) and is created again, empty: its rows are lost",
                    transactions.where(),
                    failures.reason(cause));
            tables = prepare();
            if (history.isPresent()) {
                prepareHistory();
            }
            return read(group);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>It locks the group's rows before it reads them, and so waits for a transaction that holds them.
     */
    @Override
    public final Map<TopicPartition, StoredOffset> readBack(GroupId group, Set<String> topics) {
        if (topics.isEmpty() || !tables.names().get(0).holdsGroup(group)) {
            return Map.of();
        }
        return transactions.read(
                "read back offsets of group " + group,
                connection -> Map.copyOf(
                        tables.offsets().lock(connection, group, topics).entries()));
    }

    private Map<TopicPartition, StoredOffset> read(GroupId group) {
        return transactions.read(
                "load offsets of group " + group,
                connection -> Map.copyOf(tables.offsets().readAll(connection, group)));
    }

    @Override
    public final Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> first) {
        if (first.isEmpty()) {
            return Map.of();
        }
        Set<String> topics = topics(first.keySet());
        requireFit(group, offsets(first));
        List<PartitionRange> covered = first.entrySet().stream()
                .map(one -> new PartitionRange(
                        one.getKey(), one.getValue().offset(), one.getValue().offset()))
                .toList();
        // a separate transaction: under REPEATABLE READ the next one must begin with the INSERT, to see which driver
        // was first
        Map<TopicPartition, StoredOffset> before = transactions.read(
                "load offsets of group " + group,
                connection -> tables.offsets().read(connection, group, topics).entries());
        Map<TopicPartition, StoredOffset> absent = new HashMap<>(first);
        absent.keySet().removeAll(before.keySet());
        if (absent.isEmpty()) {
            return governing(before, first.keySet());
        }
        return transactions.write("store first offsets of group " + group, group, covered, connection -> {
            StoredRows stored = tables.offsets().insertAbsent(connection, group, topics, absent);
            Map<TopicPartition, StoredOffset> governing = governing(stored.entries(), first.keySet());
            requireAllStored(group, first.keySet(), governing, stored);
            note(connection, group, Kind.FIRST, () -> Changes.ofFirst(absent, governing));
            return governing;
        });
    }

    private static Map<TopicPartition, StoredOffset> governing(
            Map<TopicPartition, StoredOffset> stored, Set<TopicPartition> asked) {
        Map<TopicPartition, StoredOffset> governing = new HashMap<>(stored);
        governing.keySet().retainAll(asked);
        return Map.copyOf(governing);
    }

    @Override
    public final void commit(OffsetCommit commit) {
        write(commit, connection -> {});
    }

    /**
     * {@inheritDoc}
     *
     * <p>The connection refuses every call that would end the transaction. Statements that end it, such as
     * {@code COMMIT}, must not be run on it.
     */
    @Override
    public final <X extends Exception> void commitWith(OffsetCommit commit, Work<? super Connection, X> work) throws X {
        try {
            write(commit, connection -> {
                WorkFailedException.run(work, connection);
                dialect.requireCommittable(connection);
            });
        } catch (WorkFailedException e) {
            @SuppressWarnings("unchecked") // only the work throws through this exception, and it declares X
            X thrown = (X) e.thrown();
            throw thrown;
        }
    }

    /**
     * One conditional update. Only if it does not match all rows, a second transaction locks and reads them: to report
     * what is stored instead, or to write if only the number of rows that the server reports was too small.
     */
    private void write(OffsetCommit commit, Work<Connection, SQLException> work) {
        // names are not checked: a commit changes only rows that exist
        long largest = tables.largestOffset();
        if (commit.ranges().stream().anyMatch(range -> range.until() > largest)) {
            requireFit(commit);
        }
        String what = "commit offsets of group " + commit.group();
        try {
            transactions.write(what, commit.group(), commit.ranges(), connection -> {
                if (!tables.offsets().move(connection, commit)) {
                    throw new UnmatchedException();
                }
                note(connection, commit.group(), Kind.COMMIT, () -> Changes.of(commit));
                work.run(connection);
                return true;
            });
        } catch (UnmatchedException e) {
            requireFit(commit);
            transactions.write(what, commit.group(), commit.ranges(), connection -> {
                Map<TopicPartition, StoredOffset> locked = tables.offsets()
                        .lock(connection, commit.group(), commit.topics())
                        .entries();
                commit.requireStored(locked, writer);
                tables.offsets().moveLocked(connection, commit, locked);
                note(connection, commit.group(), Kind.COMMIT, () -> Changes.of(commit));
                work.run(connection);
                return true;
            });
        }
    }

    private void requireFit(OffsetCommit commit) {
        Map<TopicPartition, Long> until = new HashMap<>();
        commit.ranges().forEach(range -> until.put(range.partition(), range.until()));
        requireFit(commit.group(), until);
    }

    /** A conditional update has reported fewer rows than expected. */
    private static final class UnmatchedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private UnmatchedException() {
            super("not all rows were found", null, false, false);
        }
    }

    @Override
    public final void reposition(OffsetReposition reposition) {
        GroupId group = reposition.group();
        Set<String> topics = topics(reposition.moves().keySet());
        Map<TopicPartition, StoredOffset> replaced = new HashMap<>();
        List<TopicPartition> removed = new ArrayList<>();
        List<PartitionRange> covered = new ArrayList<>();
        reposition.moves().forEach((partition, move) -> {
            move.next().ifPresentOrElse(next -> replaced.put(partition, next), () -> removed.add(partition));
            covered.add(new PartitionRange(
                    partition, move.expected().offset(), move.expected().offset()));
        });
        requireFit(group, offsets(replaced));
        transactions.write("move offsets of group " + group, group, covered, connection -> {
            OffsetTable offsets = tables.offsets();
            Map<TopicPartition, StoredOffset> stored =
                    offsets.lock(connection, group, topics).entries();
            reposition.requireStored(stored, writer);
            if (!replaced.isEmpty()) {
                offsets.replace(connection, group, stored, replaced);
            }
            if (!removed.isEmpty()) {
                offsets.delete(connection, group, removed);
            }
            note(connection, group, Kind.MOVE, () -> Changes.of(reposition.moves(), stored));
            if (!reposition.receipts().isEmpty()) {
                tables.losses().put(connection, reposition.receipts());
            }
            return true;
        });
    }

    @Override
    public final List<LossReceipt> lossReceipts(GroupId group) {
        return transactions.read("read loss receipts of group " + group, connection -> {
            try {
                return tables.losses().of(connection, group);
            } catch (SQLException e) {
                if (dialect.errors().isNoSuchTable(e)) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    @Override
    public final Optional<Governor> governor(GroupId group) {
        return transactions.read("read what governs group " + group, connection -> {
            try {
                return governors.of(connection, group);
            } catch (SQLException e) {
                if (dialect.errors().isNoSuchTable(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>The first call creates the table {@code tidemark_governor}, beside the table of offsets.
     */
    @Override
    public final void recordGovernor(GroupId group, Governor governor) {
        transactions.read("prepare the table " + GovernorTable.NAME, connection -> {
            Schema schema = schema(connection);
            try {
                schema.require(schema.governors());
            } catch (SQLException e) {
                if (!dialect.errors().isDenied(e)) {
                    throw e;
                }
                throw new OffsetStoreException(
                        "Cannot record what governs group " + group + " in " + transactions.where()
                                + ": the user may not create table " + GovernorTable.NAME
                                + "; let a user who may create tables run: "
                                + schema.governors().statement(),
                        e);
            }
            return true;
        });
        transactions.write("record what governs group " + group, group, List.of(), connection -> {
            governors.put(connection, group, governor);
            return true;
        });
    }

    @Override
    public final Set<GroupId> groups() {
        Set<GroupId> groups = new HashSet<>();
        for (String name : List.of(table.name(), LossTable.NAME, GovernorTable.NAME)) {
            groups.addAll(transactions.read("list the groups", connection -> groupsOf(connection, name)));
        }
        return Set.copyOf(groups);
    }

    /** Not with DISTINCT: to the collation of an old table, group {@code a} may be the same as group {@code A}. */
    private Set<GroupId> groupsOf(Connection connection, String name) throws SQLException {
        Set<GroupId> groups = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT groupid FROM " + dialect.quoted(name));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String group = rows.getString(1);
                // another program may have written a row without a name
                if (group != null && !group.isBlank()) {
                    groups.add(new GroupId(group));
                }
            }
            return groups;
        } catch (SQLException e) {
            if (dialect.errors().isNoSuchTable(e)) {
                return Set.of();
            }
            throw e;
        }
    }

    @Override
    public final List<Diagnosis> diagnose(GroupId group, Clock clock) {
        return transactions.read(
                "examine the server",
                connection -> new ServerExamination(dialect, failures, connection).of(table, clock));
    }

    /**
     * Reads the newest writes of a group, newest first.
     *
     * @param group the group
     * @param count how many at most
     * @throws OffsetStoreException if the store keeps no history, or cannot be read
     */
    public final List<HistoryEntry> history(GroupId group, int count) {
        HistoryTable table = requireHistory();
        return transactions.read(
                "read the history of group " + group, connection -> table.newest(connection, group, count));
    }

    /**
     * Returns a group to its offsets of an earlier moment, so that the records since then are read again. It is a move
     * like any other: a driver that still runs is refused at its next commit, and the history keeps the rollback and
     * its writer. Entries that did not exist at that moment move to their first offsets; entries that were removed
     * since stay removed.
     *
     * <p>A rollback loses nothing, so it leaves no receipt. Existing receipts stay, because they record decisions. If
     * the records of a receipt are still missing when the job reaches them again, the same decision replaces the
     * receipt, unless the gap now begins earlier.
     *
     * <p>The job's output is not rolled back. The caller must first remove rows that {@link #commitWith} has stored. A
     * sink with its own ledger governs its stream, and the store follows it at the next start.
     *
     * @param group the group
     * @param moment by the server's clock; not before the oldest write in the history
     * @return the moves that were made; empty if nothing was written since
     * @throws OffsetStoreException if the store keeps no history, or none that reaches back to the moment, or a topic
     *     has been created again since; nothing was stored
     * @throws CommitOutcomeUnknownException if the connection broke during the write; calling again is safe
     */
    public final Map<TopicPartition, Move> rollback(GroupId group, Instant moment) {
        HistoryTable past = requireHistory();
        return transactions.write("roll back offsets of group " + group, group, List.of(), connection -> {
            Rollback rollback = rollback(connection, past, group, moment);
            if (rollback.topics().isEmpty()) {
                return Map.of();
            }
            OffsetTable offsets = tables.offsets();
            Map<TopicPartition, StoredOffset> stored =
                    offsets.lock(connection, group, rollback.topics()).entries();
            Map<TopicPartition, Move> moves = rollback.moves(stored);
            if (!moves.isEmpty()) {
                Map<TopicPartition, StoredOffset> replaced = new HashMap<>();
                moves.forEach((partition, move) -> move.next().ifPresent(next -> replaced.put(partition, next)));
                offsets.replace(connection, group, stored, replaced);
                note(connection, group, Kind.ROLLBACK, () -> Changes.of(moves, stored));
            }
            return moves;
        });
    }

    /**
     * Returns what {@link #rollback} would do now, and changes nothing.
     *
     * @param group the group
     * @param moment by the server's clock; not before the oldest write in the history
     * @return the moves that it would make; empty if nothing was written since
     * @throws OffsetStoreException if {@link #rollback} would throw it
     */
    public final Map<TopicPartition, Move> previewRollback(GroupId group, Instant moment) {
        HistoryTable past = requireHistory();
        return transactions.read("preview a rollback of group " + group, connection -> {
            Rollback rollback = rollback(connection, past, group, moment);
            return rollback.topics().isEmpty()
                    ? Map.of()
                    : rollback.moves(tables.offsets()
                            .read(connection, group, rollback.topics())
                            .entries());
        });
    }

    private static Rollback rollback(Connection connection, HistoryTable past, GroupId group, Instant moment)
            throws SQLException {
        if (!past.reaches(connection, group, moment)) {
            throw new OffsetStoreException("Cannot roll back group " + group + " to " + moment
                    + ": the history in table " + past.name() + " does not reach back to that moment; nothing was"
                    + " stored. Choose a later moment; history(group, count) lists what is kept");
        }
        return new Rollback(group, past.after(connection, group, moment));
    }

    /** Names the table and the server, without secrets. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + " on " + transactions.where();
    }

    private void note(Connection connection, GroupId group, Kind kind, Supplier<Map<TopicPartition, Change>> changes)
            throws SQLException {
        if (history.isPresent()) {
            history.get().append(connection, group, kind, changes.get());
        }
    }

    private HistoryTable requireHistory() {
        return history.orElseThrow(() -> new OffsetStoreException("Cannot read the history of " + transactions.where()
                + ": none is kept; set SqlStoreOptions.history, and let the user create the table"));
    }

    /** Reads the columns again before it refuses, because they may have been widened. */
    private void requireFit(GroupId group, Map<TopicPartition, Long> offsets) {
        try {
            tables.names().forEach(names -> names.requireFit(group, offsets));
        } catch (OffsetStoreException tooNarrow) {
            tables = prepare();
            tables.names().forEach(names -> names.requireFit(group, offsets));
        }
    }

    private void requireAllStored(
            GroupId group, Set<TopicPartition> asked, Map<TopicPartition, StoredOffset> governing, StoredRows stored) {
        List<TopicPartition> missing = asked.stream()
                .filter(partition -> !governing.containsKey(partition))
                .sorted(Comparator.comparing(TopicPartition::toString))
                .toList();
        if (!missing.isEmpty()) {
            NameColumns names = tables.names().get(0);
            throw new OffsetStoreException("Cannot store first offsets of group '" + group + "', partitions " + missing
                    + " in " + transactions.where() + ": the table treats their names as equal to those of other rows"
                    + shown(stored.takenFor(group, missing)) + ", because it compares topics by "
                    + names.topic().collation() + " and groups by "
                    + names.group().collation()
                    + "; nothing was stored. Convert both columns to a binary collation with "
                    + names.alter(dialect.tables().exact(names.topic()) + ", "
                            + dialect.tables().exact(names.group()))
                    + ", or keep the offsets in another table");
        }
    }

    private static String shown(List<StoredRows.Alike> rows) {
        return rows.isEmpty() ? "" : " " + rows;
    }

    private Tables prepare() {
        Tables prepared = transactions.read("prepare the offset store", connection -> {
            Schema schema = schema(connection);
            Schema.Prepared offsets = schema.prepare(table);
            Optional<IdentityTable> identities = table.layout() == Layout.SEED
                    ? schema.prepareIdentities(table, offsets.server())
                            .map(found -> new IdentityTable(dialect, found, writer))
                    : Optional.empty();
            schema.prepareBeside(
                    schema.losses(), "Without it a loss cannot be recorded: moves past lost records then fail.");
            List<NameColumns> names = new ArrayList<>(List.of(offsets.names()));
            identities.ifPresent(beside -> names.add(beside.names()));
            return new Tables(
                    new OffsetTable(dialect, table, offsets, writer, identities),
                    new LossTable(dialect, offsets.server().longestStatement()),
                    List.copyOf(names),
                    names.stream().mapToLong(NameColumns::largestOffset).min().orElseThrow(),
                    offsets.server());
        });
        transactions.isolation(prepared.server().isolation());
        return prepared;
    }

    /** The table of the history; empty if it is missing and may not be created. */
    private Optional<String> prepareHistory() {
        return transactions.read("prepare the table " + table.beside("_history", dialect.longestName()), connection -> {
            Schema schema = schema(connection);
            return schema.prepareBeside(
                            schema.history(table), "Without it no history is kept, and nothing can be rolled back.")
                    ? Optional.of(schema.historyName(table))
                    : Optional.empty();
        });
    }

    private Schema schema(Connection connection) {
        return new Schema(dialect, connection, transactions.where());
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, StoredOffset> entries) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        entries.forEach((partition, entry) -> offsets.put(partition, entry.offset()));
        return offsets;
    }

    private static Set<String> topics(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }
}
