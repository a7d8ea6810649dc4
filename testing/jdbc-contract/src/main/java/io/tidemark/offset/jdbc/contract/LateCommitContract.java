package io.tidemark.offset.jdbc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.embedded.faults.FaultAction;
import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.ProxiedMessage;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.spi.CommitOutcomes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A COMMIT that is still on its way when its driver has given it up. */
public abstract class LateCommitContract {

    private static final GroupId GROUP = new GroupId("late");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final Set<String> TOPICS = Set.of("orders");

    private final SqlTestDatabase database = openDatabase();
    private final FaultProxy proxy = database.proxy();
    private final HikariDataSource throughProxy = database.pool(proxy, socketTimeoutOfOneSecond());
    private final CountDownLatch arrive = new CountDownLatch(1);

    /** A new, empty database. */
    protected abstract SqlTestDatabase openDatabase();

    /** The parameter of a JDBC URL. */
    protected abstract String socketTimeoutOfOneSecond();

    @AfterEach
    void close() {
        arrive.countDown();
        throughProxy.close();
        proxy.close();
        database.close();
    }

    /** With {@code load} in place of {@code readBack} seen to find the commit not applied. */
    @Test
    void readingBackWaitsForItAndFindsItApplied() throws Exception {
        SqlStoreOptions options = SqlStoreOptions.defaults().table(SqlTable.own());
        JdbcOffsetStore store = database.store(options);
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        JdbcOffsetStore cut = database.store(throughProxy, options);
        proxy.meet(ProxiedMessage.Direction.REQUEST, 1, Set.of("COMMIT"), encounter -> {
            hold();
            return new FaultAction.Passed();
        });
        OffsetCommit commit = new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 0, 5)));
        CommitOutcomeUnknownException unknown =
                catchThrowableOfType(CommitOutcomeUnknownException.class, () -> cut.commit(commit));

        assertThat(offset(store.load(GROUP))).isZero();
        CompletableFuture<Void> resolved = CompletableFuture.runAsync(
                () -> CommitOutcomes.resolve(unknown, commit, () -> store.readBack(GROUP, TOPICS)));
        await().atMost(Duration.ofSeconds(60)).until(() -> database.lockWaits() == 1);
        assertThat(resolved).isNotDone();
        arrive.countDown();

        assertThat(resolved).succeedsWithin(Duration.ofSeconds(60));
        assertThat(offset(store.load(GROUP))).isEqualTo(5);
        // what a stream recognizes its own late write by
        assertThatThrownBy(() -> store.commit(commit))
                .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> assertThat(conflict.conflicts())
                        .singleElement()
                        .satisfies(each -> {
                            assertThat(each.found()).contains(5L);
                            assertThat(each.foundWriter()).contains(conflict.writer());
                        }));
    }

    private void hold() {
        try {
            assertThat(arrive.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long offset(Map<TopicPartition, StoredOffset> stored) {
        return Optional.ofNullable(stored.get(PARTITION))
                .map(StoredOffset::offset)
                .orElse(-1L);
    }
}
