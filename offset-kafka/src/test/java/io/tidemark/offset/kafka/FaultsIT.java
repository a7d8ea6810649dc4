package io.tidemark.offset.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.spi.CommitOutcomes;
import io.tidemark.servers.TestKafka;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A broker that dies, freezes and comes back, under a store that stays. */
@Tag("long")
class FaultsIT {

    private static final TestKafka SERVER = TestKafka.start();
    private static final Set<String> TOPICS = Set.of("orders");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    // more than a call may take: a garbage collection, a slow machine
    private static final Duration PATIENCE = TIMEOUT.plusSeconds(5);

    static {
        SERVER.createTopic("orders", 2);
    }

    private final KafkaOffsetStore store = open(TIMEOUT);
    private GroupId group = new GroupId("faults");

    @BeforeEach
    void initialize(TestInfo test) {
        group = new GroupId(test.getDisplayName());
        // the broker may still be coming back from what the test before did to it
        await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> store.initialize(group, Map.of(FIRST, StoredOffset.of(0), SECOND, StoredOffset.of(0))),
                        stored -> true);
    }

    @AfterEach
    void close() {
        SERVER.thaw();
        store.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aCommitToAKilledBrokerIsKnownNotAppliedAndTheStoreGoesOnWhenItIsBack() {
        store.commit(commit(0, 5));
        SERVER.kill();

        long began = System.nanoTime();
        assertThatThrownBy(() -> store.commit(commit(5, 9)))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageStartingWith("Cannot commit the offsets of group " + group + " in Kafka at 127.0.0.1:")
                .hasMessageContaining("nothing was applied");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);

        SERVER.restart();
        assertThat(storedWhenBack()).isEqualTo(5);
        commitWhenBack(5, 9);
        assertThat(stored()).isEqualTo(9);
    }

    /** With nothing but the clients closed seen to throw ConcurrentModificationException and to leave the consumer. */
    @Test
    void aStoreThatIsClosedDuringCallsEndsThemAndLeavesNoClient() throws Exception {
        KafkaOffsetStore closing = new KafkaOffsetStore(
                Map.of("bootstrap.servers", SERVER.bootstrapServers(), "client.id", "closing"),
                KafkaStoreOptions.defaults().timeout(Duration.ofMinutes(5)));
        closing.commit(commit(0, 5));
        SERVER.freeze();
        CompletableFuture<Void> committing = CompletableFuture.runAsync(() -> closing.commit(commit(5, 9)));
        CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> closing.load(group, TOPICS));
        await().until(() -> Thread.getAllStackTraces().values().stream()
                        .filter(trace -> Arrays.stream(trace)
                                .anyMatch(frame -> frame.getClassName().equals(GroupSession.class.getName())))
                        .count()
                >= 2);

        closing.close();

        assertThat(committing)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(OffsetStoreException.class);
        assertThat(loading)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(OffsetStoreException.class)
                .withMessageContaining("was closed by another thread during the call");
        await().until(() -> clients("closing-*") == 0);
        assertThatThrownBy(() -> closing.load(group, TOPICS)).hasMessageContaining("it is closed");
    }

    private static long clients(String id) throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.*:type=app-info,id=" + id), null)
                .size();
    }

    @Test
    void aCommitThatWaitsWhileTheBrokerRestartsGoesOnWithoutAFailure() {
        try (KafkaOffsetStore patient = open(Duration.ofMinutes(2))) {
            patient.commit(commit(0, 5));
            SERVER.stop();
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> patient.commit(commit(5, 9)));

            SERVER.restart();

            assertThat(waiting).succeedsWithin(Duration.ofMinutes(1));
            assertThat(patient.load(group, TOPICS).values())
                    .extracting(StoredOffset::offset)
                    .containsOnly(9L);
        }
    }

    @Test
    void aDriverThatResolvesItsOutcomesLosesAndRepeatsNothingOverKills() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong covered = new AtomicLong();
        CompletableFuture<Long> driver = CompletableFuture.supplyAsync(() -> {
            long at = 0;
            while (!over.get()) {
                try {
                    resolvedCommit(at, at + 1);
                    covered.set(++at);
                } catch (OffsetConflictException impossible) {
                    throw impossible;
                } catch (OffsetStoreException notApplied) {
                    // the same range again
                }
            }
            return at;
        });
        for (int kill = 0; kill < 2; kill++) {
            awaitProgress(driver, covered);
            SERVER.kill();
            SERVER.restart();
        }
        awaitProgress(driver, covered);
        over.set(true);

        long end = driver.get(60, TimeUnit.SECONDS);

        assertThat(stored()).isEqualTo(end);
    }

    @Test
    void aBrokerThatIsFrozenForHalfAMinuteEndsCommitsInTimeAndThenGoesOn() {
        store.commit(commit(0, 5));
        SERVER.freeze();
        long frozen = System.nanoTime();

        int attempts = 0;
        while (Duration.ofNanos(System.nanoTime() - frozen).compareTo(Duration.ofSeconds(30)) < 0) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> store.commit(commit(5, 9)))
                    .isInstanceOf(OffsetStoreException.class)
                    .isNotInstanceOf(OffsetConflictException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
            attempts++;
        }
        SERVER.thaw();

        assertThat(attempts).isGreaterThan(1);
        long at = storedWhenBack();
        assertThat(at).isIn(5L, 9L);
        commitWhenBack(at, 12);
        assertThat(stored()).isEqualTo(12);
    }

    @Test
    void anInterruptEndsACommitThatWaitsForAnAnswer() throws Exception {
        store.commit(commit(0, 5));
        SERVER.freeze();
        AtomicBoolean flag = new AtomicBoolean();
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        Thread driver = new Thread(() -> {
            try (KafkaOffsetStore patient = open(Duration.ofMinutes(2))) {
                patient.commit(commit(5, 9));
                outcome.complete(null);
            } catch (OffsetStoreException failure) {
                flag.set(Thread.currentThread().isInterrupted());
                outcome.completeExceptionally(failure);
            }
        });
        driver.start();
        await().until(() -> Arrays.stream(driver.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("committed")
                        && frame.getClassName().endsWith("KafkaConsumer")));

        driver.interrupt();

        assertThat(outcome)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("the thread was interrupted");
        assertThat(flag).isTrue();
    }

    private static KafkaOffsetStore open(Duration timeout) {
        return new KafkaOffsetStore(
                Map.of("bootstrap.servers", SERVER.bootstrapServers()),
                KafkaStoreOptions.defaults().timeout(timeout));
    }

    /** Commits, and where the outcome is unknown, reads back until there is an answer. */
    private void resolvedCommit(long from, long until) {
        OffsetCommit commit = commit(from, until);
        try {
            store.commit(commit);
        } catch (CommitOutcomeUnknownException unknown) {
            CommitOutcomes.resolve(unknown, commit, () -> await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> store.load(group, TOPICS), stored -> true));
        }
    }

    private static void awaitProgress(CompletableFuture<Long> driver, AtomicLong covered) {
        long before = covered.get();
        await().atMost(Duration.ofSeconds(60)).until(() -> covered.get() > before + 20 || driver.isDone());
    }

    private void commitWhenBack(long from, long until) {
        await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    if (stored() != until) {
                        store.commit(commit(from, until));
                    }
                    return true;
                });
    }

    private long storedWhenBack() {
        return await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                .atMost(Duration.ofSeconds(60))
                .until(this::stored, offset -> true);
    }

    /** Both partitions' offset; they move together. */
    private long stored() {
        List<Long> offsets = store.load(group, TOPICS).values().stream()
                .map(StoredOffset::offset)
                .distinct()
                .toList();
        assertThat(offsets).as("the offset of both partitions").hasSize(1);
        return offsets.get(0);
    }

    private OffsetCommit commit(long from, long until) {
        return new OffsetCommit(
                group, List.of(new PartitionRange(FIRST, from, until), new PartitionRange(SECOND, from, until)));
    }
}
