package io.tidemark.offset.jdbc;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.OffsetTable.Row;
import io.tidemark.offset.jdbc.internal.table.Identities;
import io.tidemark.offset.jdbc.internal.table.NameColumns;
import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.jdbc.spi.MultiRow;
import io.tidemark.offset.jdbc.spi.OffsetUpdate;
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

    private static final List<String> KEY = List.of("topic", "groupid", "partitions");

    private final Dialect dialect;
    private final String name;
    private final Schema.Prepared prepared;
    private final WriterName writer;

    /** @param prepared the table itself: it has the columns of the own layout */
    IdentityTable(Dialect dialect, Schema.Prepared prepared, WriterName writer) {
        this.dialect = dialect;
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
        return " LEFT JOIN " + dialect.quoted(name) + " i" + dialect.indexHint(prepared.key()) + " ON i.topic = "
                + dialect.converted(names().topic(), "o.topic") + " AND i.groupid = "
                + dialect.converted(names().group(), "o.groupid") + " AND i.partitions = o.partitions AND "
                + dialect.same("i.fromoffset", "o.fromoffset") + " AND i.untiloffset = o.untiloffset";
    }

    /** The table, for an update of its rows together with those of the table of offsets. */
    OffsetUpdate.Target target() {
        return prepared.target();
    }

    /** Stores rows and replaces existing ones. */
    void put(Connection connection, GroupId group, Map<TopicPartition, Row> rows) throws SQLException {
        MultiRow upsert = new MultiRow(
                "INSERT INTO " + dialect.quoted(name)
                        + " (topic, groupid, partitions, fromoffset, untiloffset, clusterid,"
                        + " topicid, storedat, writer) VALUES ",
                ", ",
                dialect.replacing(
                        KEY, List.of("fromoffset", "untiloffset", "clusterid", "topicid", "storedat", "writer")),
                prepared.server().longestStatement());
        for (TopicPartition partition : OffsetTable.sorted(rows.keySet())) {
            Row row = OffsetTable.row(rows, partition);
            upsert.add(
                    "(?, ?, " + partition.partition() + ", " + row.from() + ", " + row.until() + ", ?, ?, "
                            + dialect.now() + ", ?)",
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
