package io.tidemark.bench.costs;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The loop of older jobs: one statement for each partition. */
record RowByRow(DataSource source, Upsert upsert, Commits commits) implements StoreSubject.ObviousWay {

    /** When rows are committed. */
    enum Commits {
        /** Each by itself: what a connection does that was told nothing else. */
        EACH(" row by row"),
        /** All of them at the end. */
        ONCE(" row by row, one transaction");

        private final String title;

        Commits(String title) {
            this.title = title;
        }
    }

    /** How a row is inserted or replaced. */
    enum Upsert {
        /** MySQL's own statement. */
        REPLACE("`REPLACE`", "REPLACE INTO offset_tb VALUES (?, ?, ?, ?, ?)"),
        /** That of PostgreSQL. */
        ON_CONFLICT(
                "`ON CONFLICT`",
                "INSERT INTO offset_tb VALUES (?, ?, ?, ?, ?) ON CONFLICT (topic, groupid, partitions)"
                        + " DO UPDATE SET fromoffset = EXCLUDED.fromoffset, untiloffset = EXCLUDED.untiloffset");

        private final String title;
        private final String sql;

        Upsert(String title, String sql) {
            this.title = title;
            this.sql = sql;
        }
    }

    @Override
    public String title() {
        return upsert.title + commits.title;
    }

    @Override
    public void write(OffsetCommit commit) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement replace = connection.prepareStatement(upsert.sql)) {
            connection.setAutoCommit(commits == Commits.EACH);
            for (PartitionRange range : commit.ranges()) {
                replace.setString(1, range.partition().topic());
                replace.setString(2, commit.group().value());
                replace.setInt(3, range.partition().partition());
                replace.setLong(4, range.from());
                replace.setLong(5, range.until());
                replace.executeUpdate();
            }
            if (commits == Commits.ONCE) {
                connection.commit();
            }
        }
    }
}
