package io.tidemark.offset.jdbc;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.jdbc.internal.table.Charsets;
import io.tidemark.offset.jdbc.internal.table.Identities;
import io.tidemark.offset.jdbc.internal.table.SqlTimes;
import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.jdbc.spi.MultiRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The statements on the table of loss receipts, which is beside the table of offsets. */
final class LossTable {

    static final String NAME = "tidemark_loss";

    private static final int TEXT_LENGTH = 255;
    private static final int TOPIC_LENGTH = 249;

    private static final List<String> KEY =
            List.of("groupid", "topic", "partitions", "clusterid", "topicid", "fromoffset", "reason");

    private final Dialect dialect;
    private final long longestStatement;

    LossTable(Dialect dialect, long longestStatement) {
        this.dialect = dialect;
        this.longestStatement = longestStatement;
    }

    /** Stores receipts and replaces existing ones. */
    void put(Connection connection, List<LossReceipt> receipts) throws SQLException {
        MultiRow upsert = new MultiRow(
                "INSERT INTO " + dialect.quoted(NAME) + " (groupid, topic, partitions, clusterid, topicid, fromoffset,"
                        + " untiloffset, reason, policy, decidedat) VALUES ",
                ", ",
                dialect.replacing(KEY, List.of("untiloffset", "reason", "policy", "decidedat")),
                longestStatement);
        for (LossReceipt receipt : receipts) {
            requireFit(receipt);
            upsert.add(
                    "(?, ?, " + receipt.partition().partition() + ", ?, ?, " + receipt.from() + ", " + receipt.until()
                            + ", ?, ?, " + dialect.time("?") + ")",
                    List.of(
                            receipt.group().value(),
                            receipt.partition().topic(),
                            Identities.clusterId(receipt.identity()),
                            Identities.topicId(receipt.identity()),
                            receipt.reason().name(),
                            receipt.policy().name(),
                            SqlTimes.text(receipt.time())));
        }
        upsert.execute(connection);
    }

    /** A server that is not strict would truncate long texts, and two receipts would become one. */
    private static void requireFit(LossReceipt receipt) {
        String group = receipt.group().value();
        String topic = receipt.partition().topic();
        String cluster = Identities.clusterId(receipt.identity());
        if (Charsets.length("utf8mb4", group) > TEXT_LENGTH
                || Charsets.length("utf8mb4", cluster) > TEXT_LENGTH
                || topic.length() > TOPIC_LENGTH
                || !Charsets.canHold("ascii", topic)) {
            throw new OffsetStoreException("Cannot store receipt " + receipt + " in table " + NAME
                    + ": it holds groups and cluster ids of at most " + TEXT_LENGTH
                    + " characters and topics of at most "
                    + TOPIC_LENGTH + " ASCII characters; nothing was stored. Use a shorter name");
        }
    }

    /** A group's receipts, oldest first. */
    List<LossReceipt> of(Connection connection, GroupId group) throws SQLException {
        String sql = "SELECT topic, partitions, clusterid, topicid, fromoffset, untiloffset, reason,"
                + " policy, " + dialect.timeText("decidedat") + " FROM " + dialect.quoted(NAME)
                + " WHERE groupid = ? ORDER BY decidedat, topic, partitions, fromoffset";
        List<LossReceipt> receipts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, group.value());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    receipts.add(new LossReceipt(
                            group,
                            new TopicPartition(rows.getString(1), rows.getInt(2)),
                            Identities.of(rows.getString(3), rows.getString(4)),
                            rows.getLong(5),
                            rows.getLong(6),
                            LossReceipt.Reason.valueOf(rows.getString(7)),
                            OutOfRangePolicy.valueOf(rows.getString(8)),
                            SqlTimes.time(rows.getString(9))));
                }
            }
        }
        return receipts;
    }
}
