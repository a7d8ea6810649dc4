package io.tidemark.offset.jdbc;

import io.tidemark.offset.jdbc.MigrationPlan.RowKey;
import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.jdbc.spi.MultiRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements of a migration, on whole tables. */
final class MigrationTables {

    /** Stores what was carried over. */
    static final String NAME = "tidemark_migrated";

    private static final List<String> KEY = List.of("source", "target", "topic", "groupid", "partitions");

    private final Dialect dialect;
    private final Connection connection;
    private final SqlTable from;
    private final SqlTable to;
    private final long longestStatement;

    MigrationTables(Dialect dialect, Connection connection, SqlTable from, SqlTable to, long longestStatement) {
        this.dialect = dialect;
        this.connection = connection;
        this.from = from;
        this.to = to;
        this.longestStatement = longestStatement;
    }

    /** The old table's rows, locked until the transaction ends. */
    JdbcMigration.Rows source() throws SQLException {
        JdbcMigration.Rows found = new JdbcMigration.Rows();
        String sql =
                "SELECT groupid, topic, partitions, untiloffset FROM " + dialect.quoted(from.name()) + " FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String group = rows.getString(1);
                String topic = rows.getString(2);
                int partition = rows.getInt(3);
                boolean numbered = !rows.wasNull() && partition >= 0;
                boolean named = group != null && !group.isBlank() && topic != null;
                long offset = rows.getLong(4);
                RowKey key = new RowKey(String.valueOf(group), String.valueOf(topic), partition);
                if (!named || !numbered) {
                    found.problems().add("a row of the old table has no group, topic or partition (" + key + ")");
                } else if (rows.wasNull() || offset < 0) {
                    found.problems().add(key + " has no offset in the old table");
                } else if (found.offsets().putIfAbsent(key, offset) != null) {
                    found.problems().add(key + " occurs twice in the old table");
                }
            }
        }
        return found;
    }

    /** The new table's rows, locked until the transaction ends. */
    Map<RowKey, Long> target() throws SQLException {
        return offsets(
                "SELECT groupid, topic, partitions, untiloffset FROM " + dialect.quoted(to.name()) + " FOR UPDATE",
                List.of());
    }

    /** What was carried over earlier. */
    Map<RowKey, Long> carriedOver() throws SQLException {
        return offsets(
                "SELECT groupid, topic, partitions, carried FROM " + dialect.quoted(NAME)
                        + " WHERE source = ? AND target = ? FOR UPDATE",
                List.of(from.name(), to.name()));
    }

    private Map<RowKey, Long> offsets(String sql, List<String> texts) throws SQLException {
        Map<RowKey, Long> offsets = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < texts.size(); i++) {
                statement.setString(i + 1, texts.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    offsets.put(new RowKey(rows.getString(1), rows.getString(2), rows.getInt(3)), rows.getLong(4));
                }
            }
        }
        return offsets;
    }

    /** Gives rows of the new table the identities that are recorded for them beside the old table. */
    void carryIdentities(String identities, Schema.Prepared target) throws SQLException {
        String sql = dialect.carryIdentities(from.name(), identities, target.target());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    /** Stores the offsets of the old table. */
    void remember(Map<RowKey, Long> source) throws SQLException {
        MultiRow upsert = new MultiRow(
                "INSERT INTO " + dialect.quoted(NAME)
                        + " (source, target, topic, groupid, partitions, carried, carriedat) VALUES ",
                ", ",
                dialect.replacing(KEY, List.of("carried", "carriedat")),
                longestStatement);
        source.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(RowKey.ORDER))
                .forEach(row -> upsert.add(
                        "(?, ?, ?, ?, " + row.getKey().partition() + ", " + row.getValue() + ", " + dialect.now() + ")",
                        List.of(
                                from.name(),
                                to.name(),
                                row.getKey().topic(),
                                row.getKey().group())));
        upsert.execute(connection);
    }
}
