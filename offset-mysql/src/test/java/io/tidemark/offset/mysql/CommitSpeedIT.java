package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.EmbeddedMySql;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a commit takes, beside the loop over rows that it replaces, in one run on one server. */
class CommitSpeedIT {

    private static final GroupId GROUP = new GroupId("recharge");

    /** As durable as in production: every commit is flushed, which the tests' other servers leave out. */
    private static final EmbeddedMySql SERVER =
            EmbeddedMySql.start(ServerOptions.temporary().setting("innodb-flush-log-at-trx-commit", "1"));

    private final TestDatabase database = new TestDatabase(SERVER);
    private final MySqlOffsetStore store = new MySqlOffsetStore(database.pool());

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aThousandPartitionsAreCommittedManyTimesFasterThanRowByRow() throws SQLException {
        warmUp();
        for (int partitions : new int[] {1, 100, 1_000, 10_000}) {
            Duration together = together(initialized("topic-" + partitions, partitions));
            System.out.printf("Commit of %,6d partitions: %,7.1f ms%n", partitions, together.toNanos() / 1e6);
        }
        List<PartitionRange> ranges = initialized("compared", 1_000);

        Duration together = together(ranges);
        Duration rowByRow = rowByRow(moved(ranges));

        System.out.printf(
                "Commit of 1,000 partitions: %.1f ms together, %.1f ms row by row%n",
                together.toNanos() / 1e6, rowByRow.toNanos() / 1e6);
        assertThat(rowByRow).isGreaterThan(together.multipliedBy(20));
    }

    private void warmUp() throws SQLException {
        List<PartitionRange> ranges = initialized("warm-up", 1_000);
        for (int round = 0; round < 20; round++) {
            store.commit(new OffsetCommit(GROUP, ranges));
            ranges = moved(ranges);
        }
        rowByRow(ranges.subList(0, 50));
    }

    /** The fastest of five commits. */
    private Duration together(List<PartitionRange> ranges) {
        Duration fastest = Duration.ofDays(1);
        List<PartitionRange> next = ranges;
        for (int round = 0; round < 5; round++) {
            long began = System.nanoTime();
            store.commit(new OffsetCommit(GROUP, next));
            Duration taken = Duration.ofNanos(System.nanoTime() - began);
            fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
            next = moved(next);
        }
        return fastest;
    }

    /** As the older jobs do: one REPLACE for each row, each committed by itself. */
    private Duration rowByRow(List<PartitionRange> ranges) throws SQLException {
        long began = System.nanoTime();
        try (Connection connection = database.pool().getConnection();
                PreparedStatement replace =
                        connection.prepareStatement("REPLACE INTO offset_tb VALUES (?, ?, ?, ?, ?)")) {
            for (PartitionRange range : ranges) {
                replace.setString(1, range.partition().topic());
                replace.setString(2, GROUP.value());
                replace.setInt(3, range.partition().partition());
                replace.setLong(4, range.from());
                replace.setLong(5, range.until());
                replace.executeUpdate();
            }
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private List<PartitionRange> initialized(String topic, int partitions) {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        List<PartitionRange> ranges = new ArrayList<>();
        for (int number = 0; number < partitions; number++) {
            first.put(new TopicPartition(topic, number), StoredOffset.of(0));
            ranges.add(new PartitionRange(new TopicPartition(topic, number), 0, 100));
        }
        store.initialize(GROUP, first);
        return ranges;
    }

    private static List<PartitionRange> moved(List<PartitionRange> ranges) {
        return ranges.stream()
                .map(range -> new PartitionRange(range.partition(), range.until(), range.until() + 100))
                .toList();
    }
}
