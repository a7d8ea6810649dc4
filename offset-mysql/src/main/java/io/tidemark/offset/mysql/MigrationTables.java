package io.tidemark.offset.mysql;

import io.tidemark.offset.mysql.MigrationPlan.RowKey;
import io.tidemark.offset.mysql.internal.table.MultiRow;
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

    private final Connection connection;
    private final MySqlTable from;
    private final MySqlTable to;
    private final long maxAllowedPacket;

    MigrationTables(Connection connection, MySqlTable from, MySqlTable to, long maxAllowedPacket) {
        this.connection = connection;
        this.from = from;
        this.to = to;
        this.maxAllowedPacket = maxAllowedPacket;
    }

    /** The old table's rows, locked until the transaction ends. */
    MySqlMigration.Rows source() throws SQLException {
        MySqlMigration.Rows found = new MySqlMigration.Rows();
        String sql = "SELECT `groupid`, `topic`, `partitions`, `untiloffset` FROM `" + from.name() + "` FOR UPDATE";
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
                "SELECT `groupid`, `topic`, `partitions`, `untiloffset` FROM `" + to.name() + "` FOR UPDATE",
                List.of());
    }

    /** What was carried over earlier. */
    Map<RowKey, Long> carriedOver() throws SQLException {
        return offsets(
                "SELECT `groupid`, `topic`, `partitions`, `carried` FROM `" + NAME
                        + "` WHERE `source` = ? AND `target` = ? FOR UPDATE",
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
    void carryIdentities(Schema.Prepared target) throws SQLException {
        String sql = "UPDATE `" + from.name() + "` AS `o` JOIN `" + from.identityName() + "` AS `i` ON `i`.`topic` = "
                + target.names().topic().converted("`o`.`topic`") + " AND `i`.`groupid` = "
                + target.names().group().converted("`o`.`groupid`") + IdentityTable.SAME_RANGE + " JOIN `" + to.name()
                + "` AS `t` ON `t`.`topic` = `i`.`topic` AND `t`.`groupid` = `i`.`groupid`"
                + " AND `t`.`partitions` = `i`.`partitions` AND `t`.`untiloffset` = `i`.`untiloffset`"
                + " SET `t`.`clusterid` = `i`.`clusterid`, `t`.`topicid` = `i`.`topicid` WHERE `t`.`topicid` = ''";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    /** Stores the offsets of the old table. */
    void remember(Map<RowKey, Long> source) throws SQLException {
        MultiRow upsert = new MultiRow(
                "INSERT INTO `" + NAME
                        + "` (`source`, `target`, `topic`, `groupid`, `partitions`, `carried`, `carriedat`) VALUES ",
                ", ",
                " ON DUPLICATE KEY UPDATE `carriedat` = IF(`carried` = VALUES(`carried`), `carriedat`,"
                        + " VALUES(`carriedat`)), `carried` = VALUES(`carried`)",
                maxAllowedPacket);
        source.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(RowKey.ORDER))
                .forEach(row -> upsert.add(
                        "(?, ?, ?, ?, " + row.getKey().partition() + ", " + row.getValue() + ", UTC_TIMESTAMP(6))",
                        List.of(
                                from.name(),
                                to.name(),
                                row.getKey().topic(),
                                row.getKey().group())));
        upsert.execute(connection);
    }
}
