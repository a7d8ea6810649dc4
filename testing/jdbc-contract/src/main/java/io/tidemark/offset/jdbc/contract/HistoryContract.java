package io.tidemark.offset.jdbc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.jdbc.history.HistoryEntry;
import io.tidemark.offset.jdbc.history.HistoryEntry.Change;
import io.tidemark.offset.jdbc.history.HistoryEntry.Kind;
import io.tidemark.offset.jdbc.history.HistoryEntry.Topic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The history of writes, and the way back. */
public abstract class HistoryContract {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final TopicIdentity OLD = new TopicIdentity("cluster", new Uuid(1, 1));
    private static final TopicIdentity NEW = new TopicIdentity("cluster", new Uuid(2, 2));
    private static final WriterName JOB = new WriterName("job");
    private static final WriterName OPERATOR = new WriterName("operator");

    private final SqlTestDatabase database = openDatabase();
    private final JdbcOffsetStore job = store(JOB);
    private final JdbcOffsetStore operator = store(OPERATOR);

    /** A new, empty database. */
    protected abstract SqlTestDatabase openDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void everyWriteIsKeptWithItsWriterAndARefusedOneIsNot() {
        job.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, OLD), SECOND, StoredOffset.of(5, OLD)));
        job.initialize(GROUP, Map.of(FIRST, StoredOffset.of(9, OLD)));
        commit(FIRST, 5, 8);
        commit(FIRST, 8, 8);
        assertThatThrownBy(() -> commit(FIRST, 5, 9)).isInstanceOf(OffsetConflictException.class);
        assertThatThrownBy(() -> job.commitWith(commitOf(FIRST, 8, 9), connection -> {
                    throw new IllegalStateException("the job's own");
                }))
                .isInstanceOf(IllegalStateException.class);
        operator.reposition(new OffsetReposition(
                GROUP,
                Map.of(
                        FIRST, Move.to(StoredOffset.of(8, OLD), StoredOffset.of(0, NEW)),
                        SECOND, Move.removal(StoredOffset.of(5, OLD))),
                List.of()));

        List<HistoryEntry> history = job.history(GROUP, 10);

        assertThat(history).extracting(HistoryEntry::kind).containsExactly(Kind.MOVE, Kind.COMMIT, Kind.FIRST);
        assertThat(history)
                .extracting(HistoryEntry::writer)
                .containsExactly(Optional.of(OPERATOR), Optional.of(JOB), Optional.of(JOB));
        assertThat(history)
                .extracting(HistoryEntry::changes)
                .containsExactly(
                        Map.of(
                                FIRST, new Change(OptionalLong.of(8), OptionalLong.of(0), Topic.OTHER),
                                SECOND, new Change(OptionalLong.of(5), OptionalLong.empty(), Topic.SAME)),
                        Map.of(FIRST, new Change(OptionalLong.of(5), OptionalLong.of(8), Topic.SAME)),
                        Map.of(
                                FIRST, new Change(OptionalLong.empty(), OptionalLong.of(5), Topic.SAME),
                                SECOND, new Change(OptionalLong.empty(), OptionalLong.of(5), Topic.SAME)));
        assertThat(job.history(GROUP, 1)).containsExactly(history.get(0));
        assertThat(job.history(new GroupId("another"), 10)).isEmpty();
    }

    @Test
    void aRollbackReturnsTheGroupToWhereItStood() {
        job.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, OLD), SECOND, StoredOffset.of(5, OLD)));
        commit(FIRST, 5, 8);
        Instant moment = newest();
        commit(FIRST, 8, 20);
        commit(FIRST, 20, 30);
        TopicPartition found = new TopicPartition("orders", 2);
        job.initialize(GROUP, Map.of(found, StoredOffset.of(0, OLD)));
        commit(found, 0, 50);

        Map<TopicPartition, Move> moves = operator.rollback(GROUP, moment);

        assertThat(moves).containsOnlyKeys(FIRST, found);
        assertThat(offsets()).containsOnly(Map.entry(FIRST, 8L), Map.entry(SECOND, 5L), Map.entry(found, 0L));
        assertThat(entry(FIRST).identity()).contains(OLD);
        assertThat(entry(FIRST).writer()).contains(OPERATOR);
    }

    @Test
    void aDriverThatIsStillRunningIsRefusedAndToldByWhom() {
        job.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        Instant moment = newest();
        commit(FIRST, 5, 8);

        operator.rollback(GROUP, moment);

        assertThatThrownBy(() -> commit(FIRST, 8, 9))
                .isInstanceOf(OffsetConflictException.class)
                .hasMessageContaining(
                        "as writer job: orders-0 expected 8, found 5; the stored offsets were written by operator");
        commit(FIRST, 5, 8);
    }

    @Test
    void aRollbackLeavesATraceAndCanBeRolledBack() {
        job.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        Instant early = newest();
        commit(FIRST, 5, 8);
        Instant late = newest();
        operator.rollback(GROUP, early);
        assertThat(job.history(GROUP, 1)).first().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(Kind.ROLLBACK);
            assertThat(entry.writer()).contains(OPERATOR);
            assertThat(entry.changes())
                    .containsOnly(Map.entry(FIRST, new Change(OptionalLong.of(8), OptionalLong.of(5), Topic.SAME)));
        });

        operator.rollback(GROUP, late);

        assertThat(offsets()).containsOnly(Map.entry(FIRST, 8L));
        assertThat(operator.rollback(GROUP, newest())).isEmpty();
    }

    @Test
    void receiptsStayWhereTheyAre() {
        job.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, OLD)));
        Instant moment = newest();
        LossReceipt receipt = new LossReceipt(
                GROUP,
                FIRST,
                Optional.of(OLD),
                5,
                50,
                LossReceipt.Reason.EXPIRED,
                OutOfRangePolicy.EARLIEST,
                Instant.parse("2026-01-02T03:04:05.678Z"));
        OffsetReposition loss = new OffsetReposition(
                GROUP, Map.of(FIRST, Move.to(StoredOffset.of(5, OLD), StoredOffset.of(50, OLD))), List.of(receipt));
        job.reposition(loss);

        operator.rollback(GROUP, moment);
        assertThat(job.lossReceipts(GROUP)).containsExactly(receipt);

        job.reposition(loss);
        assertThat(job.lossReceipts(GROUP)).as("the same decision again").containsExactly(receipt);
    }

    @Test
    void aRollbackBehindATopicThatWasCreatedAgainIsRefused() {
        job.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, OLD)));
        Instant moment = newest();
        job.reposition(new OffsetReposition(
                GROUP, Map.of(FIRST, Move.to(StoredOffset.of(5, OLD), StoredOffset.of(0, NEW))), List.of()));

        assertThatThrownBy(() -> operator.rollback(GROUP, moment))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("since then [orders] have become other topics");
        assertThat(offsets()).containsOnly(Map.entry(FIRST, 0L));
    }

    @Test
    void aPartitionThatIsGoneStaysGone() {
        job.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5), SECOND, StoredOffset.of(5)));
        Instant moment = newest();
        commit(FIRST, 5, 8);
        job.reposition(new OffsetReposition(GROUP, Map.of(SECOND, Move.removal(StoredOffset.of(5))), List.of()));

        assertThat(operator.rollback(GROUP, moment)).containsOnlyKeys(FIRST);
        assertThat(offsets()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    void theHistoryIsBoundedAndAMomentBeforeItIsRefused() {
        JdbcOffsetStore shortMemory =
                database.store(SqlStoreOptions.defaults().table(SqlTable.own()).history(10));
        shortMemory.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0)));
        Instant beginning = newest();
        for (long offset = 0; offset < 200; offset++) {
            shortMemory.commit(commitOf(FIRST, offset, offset + 1));
        }

        assertThat(job.history(GROUP, 1_000)).hasSizeBetween(10, 80);
        assertThatThrownBy(() -> operator.rollback(GROUP, beginning))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("does not reach back to that moment; nothing was stored");
        HistoryEntry tenth = job.history(GROUP, 10).get(9);
        operator.rollback(GROUP, tenth.storedAt());
        assertThat(offsets()).containsOnly(Map.entry(FIRST, 191L));
    }

    @Test
    void theSeedTableHasAHistoryOnlyWhereItIsAskedFor() {
        JdbcOffsetStore without = database.store(SqlTable.seed());
        without.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        assertThat(database.tables()).contains("offset_tb").doesNotContain("offset_tb_history");
        assertThatThrownBy(() -> without.rollback(GROUP, Instant.now()))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("none is kept; set SqlStoreOptions.history");

        JdbcOffsetStore with = database.store(
                SqlStoreOptions.defaults().table(SqlTable.seed()).writer(JOB).history(10));
        with.commit(commitOf(FIRST, 5, 8));

        assertThat(with.history(GROUP, 10)).singleElement().satisfies(entry -> assertThat(entry.writer())
                .contains(JOB));
    }

    @Test
    void tenThousandPartitionsAreRolledBackAtOnce() {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        for (int number = 0; number < 10_000; number++) {
            first.put(new TopicPartition("orders", number), StoredOffset.of(1));
        }
        job.initialize(GROUP, first);
        Instant moment = newest();
        job.commit(new OffsetCommit(
                GROUP,
                first.keySet().stream()
                        .map(partition -> new PartitionRange(partition, 1, 1_000_000_007))
                        .toList()));

        assertThat(operator.rollback(GROUP, moment)).hasSize(10_000);
        assertThat(offsets().values()).containsOnly(1L);
    }

    private JdbcOffsetStore store(WriterName writer) {
        return database.store(SqlStoreOptions.defaults().table(SqlTable.own()).writer(writer));
    }

    private Instant newest() {
        return job.history(GROUP, 1).get(0).storedAt();
    }

    private void commit(TopicPartition partition, long from, long until) {
        job.commit(commitOf(partition, from, until));
    }

    private static OffsetCommit commitOf(TopicPartition partition, long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(partition, from, until)));
    }

    private Map<TopicPartition, Long> offsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        job.load(GROUP, Set.of("orders")).forEach((partition, entry) -> offsets.put(partition, entry.offset()));
        return offsets;
    }

    private StoredOffset entry(TopicPartition partition) {
        return Optional.ofNullable(job.load(GROUP, Set.of("orders")).get(partition))
                .orElseThrow();
    }
}
