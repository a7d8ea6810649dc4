package io.tidemark.bench.costs;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The loop of older jobs: one {@code REPLACE} for each partition. */
record RowByRow(DataSource source, Commits commits) implements StoreSubject.ObviousWay {

    /** When rows are committed. */
    enum Commits {
        /** Each by itself: what a connection does that was told nothing else. */
        EACH("`REPLACE` row by row"),
        /** All of them at the end. */
        ONCE("`REPLACE` row by row, one transaction");

        private final String title;

        Commits(String title) {
            this.title = title;
        }
    }

    @Override
    public String title() {
        return commits.title;
    }

    @Override
    public void write(OffsetCommit commit) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement replace =
                        connection.prepareStatement("REPLACE INTO offset_tb VALUES (?, ?, ?, ?, ?)")) {
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
