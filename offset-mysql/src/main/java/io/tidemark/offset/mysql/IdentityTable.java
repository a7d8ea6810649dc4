package io.tidemark.offset.mysql;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.mysql.OffsetTable.Row;
import io.tidemark.offset.mysql.internal.table.Identities;
import io.tidemark.offset.mysql.internal.table.MultiRow;
import io.tidemark.offset.mysql.internal.table.NameColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The table of identities beside a table in the layout of older jobs: cluster id, topic id, time and writer of each
 * row.
 *
 * <p>A row here also holds the range that it belongs to. An old job, or an operator, changes only the table of offsets.
 * Then the ranges differ, and the row counts as absent until the store writes it again.
 */
final class IdentityTable {

    /** The condition that a row {@code i} belongs to the current row {@code o}. */
    static final String SAME_RANGE = " AND `i`.`partitions` = `o`.`partitions`"
            + " AND `i`.`fromoffset` <=> `o`.`fromoffset` AND `i`.`untiloffset` = `o`.`untiloffset`";

    private final String name;
    private final Schema.Prepared prepared;
    private final WriterName writer;

    /** @param prepared the table itself: it has the columns of the own layout */
    IdentityTable(Schema.Prepared prepared, WriterName writer) {
        this.name = prepared.names().table();
        this.prepared = prepared;
        this.writer = writer;
    }

    String name() {
        return name;
    }

    NameColumns names() {
        return prepared.names();
    }

    /** Joins the rows that belong to rows of {@code o}, or NULLs if there are none. */
    String leftJoin() {
        // without the hint a server may read this table first and whole, and lock rows in another order than a commit
        // does
        return " LEFT JOIN `" + name + "` AS `i` FORCE INDEX (`" + prepared.key() + "`) ON `i`.`topic` = "
                + names().topic().converted("`o`.`topic`") + " AND `i`.`groupid` = "
                + names().group().converted("`o`.`groupid`") + SAME_RANGE;
    }

    /** Joins the rows that belong to rows of {@code n} and {@code o}; the group is its only placeholder. */
    String join() {
        return " STRAIGHT_JOIN `" + name + "` AS `i` FORCE INDEX (`" + prepared.key() + "`) ON `i`.`topic` = "
                + names().topic().converted("`n`.`t`") + " AND `i`.`groupid` = ?" + SAME_RANGE;
    }

    /** Stores rows and replaces existing ones. */
    void put(Connection connection, GroupId group, Map<TopicPartition, Row> rows) throws SQLException {
        MultiRow upsert = new MultiRow(
                "INSERT INTO `" + name
                        + "` (`topic`, `groupid`, `partitions`, `fromoffset`, `untiloffset`, `clusterid`,"
                        + " `topicid`, `storedat`, `writer`) VALUES ",
                ", ",
                " ON DUPLICATE KEY UPDATE `fromoffset` = VALUES(`fromoffset`), `untiloffset` = VALUES(`untiloffset`),"
                        + " `clusterid` = VALUES(`clusterid`), `topicid` = VALUES(`topicid`),"
                        + " `storedat` = VALUES(`storedat`), `writer` = VALUES(`writer`)",
                prepared.server().maxAllowedPacket());
        for (TopicPartition partition : OffsetTable.sorted(rows.keySet())) {
            Row row = OffsetTable.row(rows, partition);
            upsert.add(
                    "(?, ?, " + partition.partition() + ", " + row.from() + ", " + row.until()
                            + ", ?, ?, UTC_TIMESTAMP(6), ?)",
                    List.of(
                            partition.topic(),
                            group.value(),
                            Identities.clusterId(row.identity()),
                            Identities.topicId(row.identity()),
                            writer.value()));
        }
        upsert.execute(connection);
    }
}
