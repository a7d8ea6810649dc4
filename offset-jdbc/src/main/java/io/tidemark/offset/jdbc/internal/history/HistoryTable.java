package io.tidemark.offset.jdbc.internal.history;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.history.HistoryEntry;
import io.tidemark.offset.jdbc.history.HistoryEntry.Change;
import io.tidemark.offset.jdbc.history.HistoryEntry.Kind;
import io.tidemark.offset.jdbc.internal.table.SqlTimes;
import io.tidemark.offset.jdbc.spi.Dialect;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements on the history of a table of offsets: a row for each write, in the write's own transaction. Rows are
 * only added. If a group has more than the configured number, its oldest rows are deleted, a few dozen at a time.
 */
public final class HistoryTable {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryTable.class);

    private static final int WRITES_BETWEEN_PRUNINGS = 64;

    private final Dialect dialect;
    private final String columns;
    private final String name;
    private final WriterName writer;
    private final int kept;
    private final long maxBytes;
    private final Map<GroupId, AtomicInteger> written = new ConcurrentHashMap<>();

    /**
     * @param kept how many writes of a group to keep
     * @param longestStatement the server's limit; a write uses at most half of it
     */
    public HistoryTable(Dialect dialect, String name, WriterName writer, int kept, long longestStatement) {
        this.dialect = dialect;
        this.columns = "number, kind, " + dialect.timeText("storedat") + ", writer, changes";
        this.name = name;
        this.writer = writer;
        this.kept = kept;
        this.maxBytes = longestStatement / 2;
    }

    public String name() {
        return name;
    }

    /** Records a write; a write that has changed nothing is not recorded. */
    public void append(Connection connection, GroupId group, Kind kind, Map<TopicPartition, Change> changes)
            throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        insert(connection, group, kind, fitting(group, HistoryText.write(changes)));
        if (written.computeIfAbsent(group, first -> new AtomicInteger()).getAndIncrement() % WRITES_BETWEEN_PRUNINGS
                == 0) {
            prune(connection, group);
        }
    }

    private String fitting(GroupId group, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
            return text;
        }
        LOG.warn(
                "The changes of a write of group {} ({} characters) exceed half of the longest statement of the"
                        + " server: the history in"
                        + " {}"
                        + " keeps the write without its changes, and no rollback can go back past it",
                group,
                text.length(),
                name);
        return "";
    }

    private void insert(Connection connection, GroupId group, Kind kind, String changes) throws SQLException {
        String sql = "INSERT INTO " + dialect.quoted(name) + " (groupid, kind, storedat, writer, changes)"
                + " VALUES (?, ?, " + dialect.now() + ", ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, group.value());
            statement.setString(2, kind.name());
            statement.setString(3, writer.value());
            statement.setString(4, changes);
            statement.executeUpdate();
        }
    }

    private void prune(Connection connection, GroupId group) throws SQLException {
        OptionalLong oldest = oldestToGo(connection, group);
        if (oldest.isEmpty()) {
            return;
        }
        String sql = "DELETE FROM " + dialect.quoted(name) + " WHERE groupid = ? AND number <= ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, group.value());
            statement.setLong(2, oldest.getAsLong());
            statement.executeUpdate();
        }
    }

    private OptionalLong oldestToGo(Connection connection, GroupId group) throws SQLException {
        String sql = "SELECT number FROM " + dialect.quoted(name)
                + " WHERE groupid = ? ORDER BY number DESC LIMIT 1 OFFSET " + kept;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, group.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** The newest writes of a group, newest first. */
    public List<HistoryEntry> newest(Connection connection, GroupId group, int count) throws SQLException {
        String sql = "SELECT " + columns + " FROM " + dialect.quoted(name)
                + " WHERE groupid = ? ORDER BY number DESC LIMIT " + count;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, group.value());
            return entries(statement);
        }
    }

    /** The writes of a group after a moment, oldest first. */
    public List<HistoryEntry> after(Connection connection, GroupId group, Instant moment) throws SQLException {
        String sql = "SELECT " + columns + " FROM " + dialect.quoted(name) + " WHERE groupid = ? AND storedat > "
                + dialect.time("?") + " ORDER BY number";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, group.value());
            statement.setString(2, SqlTimes.text(moment));
            return entries(statement);
        }
    }

    /** Whether the history of a group has a write at or before a moment: then it is complete from that moment on. */
    public boolean reaches(Connection connection, GroupId group, Instant moment) throws SQLException {
        String sql = "SELECT 1 FROM " + dialect.quoted(name) + " WHERE groupid = ? AND storedat <= " + dialect.time("?")
                + " LIMIT 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, group.value());
            statement.setString(2, SqlTimes.text(moment));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private List<HistoryEntry> entries(PreparedStatement statement) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long number = rows.getLong(1);
                entries.add(new HistoryEntry(
                        number,
                        Kind.valueOf(rows.getString(2)),
                        SqlTimes.time(rows.getString(3)),
                        WriterName.ofStored(rows.getString(4)),
                        HistoryText.read(rows.getString(5), name, number)));
            }
        }
        return entries;
    }
}
