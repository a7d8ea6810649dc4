package io.tidemark.offset.mysql;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.mysql.MySqlTable.Layout;
import io.tidemark.offset.mysql.StoredRows.Alike;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The statements on the table of offsets. Each is one, however many partitions it is about. Rows are read, locked and
 * written in the order of topic and partition, so that two drivers wait for each other and do not deadlock.
 */
final class OffsetTable {

    private static final Comparator<TopicPartition> LOCK_ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final MySqlTable table;
    private final String key;
    private final WriterName writer;
    private final long maxAllowedPacket;

    /**
     * @param key the name of the unique key on group, topic and partition
     * @param writer who writes; kept in the own layout
     */
    OffsetTable(MySqlTable table, String key, WriterName writer, long maxAllowedPacket) {
        this.table = table;
        this.key = key;
        this.writer = writer;
        this.maxAllowedPacket = maxAllowedPacket;
    }

    /** Reads all rows of a group. */
    Map<TopicPartition, StoredOffset> readAll(Connection connection, GroupId group) throws SQLException {
        // no hint as below: nothing is locked, and a key may begin with the topic
        try (PreparedStatement statement = connection.prepareStatement(columns() + " WHERE `groupid` = ?")) {
            statement.setString(1, group.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows(rows, group, topic -> true).entries();
            }
        }
    }

    /** Reads a group's rows of some topics. */
    StoredRows read(Connection connection, GroupId group, Set<String> topics) throws SQLException {
        return select(connection, group, topics, "");
    }

    /** Reads a group's rows of some topics and keeps them from changing until the transaction ends. */
    StoredRows lock(Connection connection, GroupId group, Set<String> topics) throws SQLException {
        return select(connection, group, topics, " FOR UPDATE");
    }

    /** Stores entries where there are none. */
    void insertAbsent(Connection connection, GroupId group, Map<TopicPartition, StoredOffset> first)
            throws SQLException {
        MultiRow insert = insert(" ON DUPLICATE KEY UPDATE `untiloffset` = `" + table.name() + "`.`untiloffset`");
        for (TopicPartition partition : sorted(first.keySet())) {
            StoredOffset entry = entry(first, partition);
            addRow(insert, group, partition, entry.offset(), entry.offset(), entry.identity());
        }
        insert.execute(connection);
    }

    /** Moves rows that {@link #lock} has found, and leaves their identities as they are. */
    void move(Connection connection, OffsetCommit commit) throws SQLException {
        MultiRow upsert = insert(" ON DUPLICATE KEY UPDATE " + incoming("fromoffset", "untiloffset") + timed());
        commit.ranges().stream()
                .sorted(Comparator.comparing(PartitionRange::partition, LOCK_ORDER))
                .forEach(range -> addRow(
                        upsert, commit.group(), range.partition(), range.from(), range.until(), Optional.empty()));
        upsert.execute(connection);
    }

    /** Replaces rows that {@link #lock} has found, their identities with them. */
    void replace(Connection connection, GroupId group, Map<TopicPartition, StoredOffset> entries) throws SQLException {
        String identity = keepsIdentities() ? ", " + incoming("clusterid", "topicid") : "";
        MultiRow upsert =
                insert(" ON DUPLICATE KEY UPDATE " + incoming("fromoffset", "untiloffset") + identity + timed());
        for (TopicPartition partition : sorted(entries.keySet())) {
            StoredOffset entry = entry(entries, partition);
            addRow(upsert, group, partition, entry.offset(), entry.offset(), entry.identity());
        }
        upsert.execute(connection);
    }

    /** Deletes rows that {@link #lock} has found. */
    void delete(Connection connection, GroupId group, Collection<TopicPartition> partitions) throws SQLException {
        MultiRow delete = new MultiRow("DELETE FROM `" + table.name() + "` WHERE ", " OR ", "", maxAllowedPacket);
        for (TopicPartition partition : sorted(partitions)) {
            delete.add(
                    "(`topic` = ? AND `groupid` = ? AND `partitions` = " + partition.partition() + ")",
                    List.of(partition.topic(), group.value()));
        }
        delete.execute(connection);
    }

    private StoredRows select(Connection connection, GroupId group, Set<String> topics, String lock)
            throws SQLException {
        // without the hint an optimizer may scan a small table, and wait for the rows of other groups
        String sql = columns() + " FORCE INDEX (`" + key + "`) WHERE `groupid` = ? AND `topic` IN ("
                + String.join(", ", Collections.nCopies(topics.size(), "?")) + ")" + lock;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, group.value());
            int next = 2;
            for (String topic : new TreeSet<>(topics)) {
                statement.setString(next++, topic);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows(rows, group, topics::contains);
            }
        }
    }

    private String columns() {
        String own = keepsIdentities() ? ", `clusterid`, `topicid`, CAST(`storedat` AS CHAR), `writer`" : "";
        return "SELECT `groupid`, `topic`, `partitions`, `untiloffset`" + own + " FROM `" + table.name() + "`";
    }

    private StoredRows rows(ResultSet rows, GroupId group, Predicate<String> topics) throws SQLException {
        Map<TopicPartition, StoredOffset> entries = new HashMap<>();
        List<Alike> alike = new ArrayList<>();
        while (rows.next()) {
            String groupId = rows.getString(1);
            TopicPartition partition = new TopicPartition(rows.getString(2), rows.getInt(3));
            if (groupId.equals(group.value()) && topics.test(partition.topic())) {
                entries.put(partition, entry(rows, group, partition));
            } else {
                alike.add(new Alike(groupId, partition));
            }
        }
        return new StoredRows(entries, alike);
    }

    private StoredOffset entry(ResultSet row, GroupId group, TopicPartition partition) throws SQLException {
        long offset = row.getLong(4);
        if (row.wasNull() || offset < 0) {
            throw new OffsetStoreException("Cannot read the offset of group " + group + ", partition " + partition
                    + " from table " + table + ": untiloffset is " + (row.wasNull() ? "NULL" : offset)
                    + ". Delete the row to begin as if nothing was stored, or set the next offset to read");
        }
        if (!keepsIdentities()) {
            return StoredOffset.of(offset);
        }
        Optional<TopicIdentity> identity = Identities.of(row.getString(5), row.getString(6));
        Instant storedAt = SqlTimes.time(row.getString(7));
        return new StoredOffset(offset, identity, Optional.of(storedAt), WriterName.ofStored(row.getString(8)));
    }

    private MultiRow insert(String onDuplicate) {
        String columns = keepsIdentities() ? ", `clusterid`, `topicid`, `storedat`, `writer`" : "";
        String before = "INSERT INTO `" + table.name()
                + "` (`topic`, `groupid`, `partitions`, `fromoffset`, `untiloffset`" + columns + ") VALUES ";
        return new MultiRow(before, ", ", onDuplicate, maxAllowedPacket);
    }

    private void addRow(
            MultiRow insert,
            GroupId group,
            TopicPartition partition,
            long from,
            long until,
            Optional<TopicIdentity> identity) {
        String numbers = "(?, ?, " + partition.partition() + ", " + from + ", " + until;
        if (keepsIdentities()) {
            insert.add(
                    numbers + ", ?, ?, UTC_TIMESTAMP(6), ?)",
                    List.of(
                            partition.topic(),
                            group.value(),
                            Identities.clusterId(identity),
                            Identities.topicId(identity),
                            writer.value()));
        } else {
            insert.add(numbers + ")", List.of(partition.topic(), group.value()));
        }
    }

    /** Takes the given columns from the row that could not be inserted. */
    private static String incoming(String first, String second) {
        return "`" + first + "` = VALUES(`" + first + "`), `" + second + "` = VALUES(`" + second + "`)";
    }

    private String timed() {
        return keepsIdentities() ? ", " + incoming("storedat", "writer") : "";
    }

    private boolean keepsIdentities() {
        return table.layout() == Layout.OWN;
    }

    private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        return partitions.stream().sorted(LOCK_ORDER).toList();
    }

    private static StoredOffset entry(Map<TopicPartition, StoredOffset> entries, TopicPartition partition) {
        StoredOffset entry = entries.get(partition);
        if (entry == null) {
            throw new IllegalArgumentException("Cannot store an entry of " + partition + ": there is none");
        }
        return entry;
    }
}
