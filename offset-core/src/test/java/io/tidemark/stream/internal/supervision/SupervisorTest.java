package io.tidemark.stream.internal.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.StreamConflicted;
import io.tidemark.stream.event.StreamEnded;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.ProgressTracker;
import io.tidemark.stream.internal.StreamEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The runs of a stream, without a stream. */
class SupervisorTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final GroupId GROUP = new GroupId("supervised");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final TopicIdentity SEEN = new TopicIdentity("cluster", new Uuid(1, 1));
    private final RuntimeException trouble = new OffsetStoreException("the store is away");
    private final OffsetConflictException conflict = new OffsetConflictException(
            GROUP, List.of(new OffsetConflictException.Conflict(PARTITION, 1, Optional.of(2L))));
    private final OffsetVerificationException expired = new OffsetVerificationException(
            GROUP, Map.of(PARTITION, new OffsetVerification.Expired(1, new LogBounds(5, 9))));

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<FakeRun> runs = new CopyOnWriteArrayList<>();
    private final List<Map<TopicPartition, TopicIdentity>> known = new CopyOnWriteArrayList<>();
    private final Deque<RuntimeException> failingStarts = new ArrayDeque<>();
    private final CompletableFuture<Supervisor> supervised = new CompletableFuture<>();
    private volatile Consumer<String> onEvent = event -> {};
    private volatile Runnable starting = () -> {};

    @Test
    void aStreamThatCannotBeginIsNotSupervised() {
        failingStarts.add(trouble);
        assertThatThrownBy(() -> supervise(RestartPolicy.times(5))).isSameAs(trouble);
        assertThat(runs).isEmpty();
    }

    @Test
    void aStopEndsTheStreamWithoutAFailure() throws Exception {
        Supervisor supervisor = supervise(RestartPolicy.times(5));
        assertThat(supervisor.stop(LONG)).isTrue();
        supervisor.terminated().get();
        assertThat(runs).singleElement().satisfies(run -> assertThat(run.stopped)
                .isTrue());
        assertThat(events).containsExactly("ended: stopped");
    }

    @Test
    void aFailureWithoutAPolicyIsTheEnd() {
        Supervisor supervisor = supervise(RestartPolicy.none());
        runs.get(0).fail(trouble);
        assertEndsWith(supervisor, trouble);
        assertThat(runs).hasSize(1);
        assertThat(events).containsExactly("failed", "ended: " + trouble);
    }

    @Test
    void aListenerThatRequestsAStopOnAFailureEndsTheStreamWithIt() {
        onEvent = told -> {
            if (told.equals("restarting 1")) {
                supervised.join().requestStop(LONG);
            }
        };
        Supervisor supervisor = supervise(RestartPolicy.times(5).withDelays(Duration.ofHours(1), Duration.ofHours(1)));
        runs.get(0).fail(trouble);
        assertEndsWith(supervisor, trouble);
        assertThat(events).containsExactly("restarting 1", "ended: " + trouble);
    }

    /** Without the report before the completion seen to find no "ended" when the wait was over. */
    @Test
    void theEndIsReportedBeforeThoseWhoWaitForItContinue() {
        CompletableFuture<Boolean> endedFirst = new CompletableFuture<>();
        onEvent = told -> {
            if (told.startsWith("ended")) {
                endedFirst.complete(!supervised.join().terminated().isDone());
            }
        };
        Supervisor supervisor = supervise(RestartPolicy.none());
        assertThat(supervisor.stop(LONG)).isTrue();
        assertThat(endedFirst).isCompletedWithValue(true);
    }

    @Test
    void whatIsCleanedUpAtTheEndIsCleanedUpBeforeThoseWhoWaitForItContinue() {
        Supervisor supervisor = supervise(RestartPolicy.none());
        List<String> cleaned = new CopyOnWriteArrayList<>();
        supervisor.onEnd(failure ->
                cleaned.add(failure + ", waiting: " + !supervisor.terminated().isDone()));
        runs.get(0).fail(trouble);
        assertEndsWith(supervisor, trouble);
        assertThat(cleaned).containsExactly(Optional.of(trouble) + ", waiting: true");
        supervisor.onEnd(failure -> cleaned.add("late"));
        assertThat(cleaned).endsWith("late");
    }

    @Test
    void aFailedStreamIsBegunAgainWithWhatItHadSeenOfItsTopics() {
        Supervisor supervisor = supervise(quickly(2));
        runs.get(0).fail(trouble);
        await().atMost(LONG).until(() -> runs.size() == 2);
        assertThat(known).containsExactly(Map.of(), Map.of(PARTITION, SEEN));
        assertThat(events).containsExactly("restarting 1");
        assertThat(supervisor.stop(LONG)).isTrue();
    }

    @Test
    void startsThatFailCountAsFailuresAndTheLastOneIsTold() {
        Supervisor supervisor = supervise(quickly(3));
        RuntimeException last = new OffsetStoreException("still away");
        failingStarts.addAll(List.of(trouble, trouble, last));
        runs.get(0).fail(trouble);
        assertEndsWith(supervisor, last);
        assertThat(events).containsExactly("restarting 1", "restarting 2", "restarting 3", "failed", "ended: " + last);
    }

    @Test
    void progressEndsTheRowOfFailures() {
        Supervisor supervisor = supervise(quickly(1));
        for (int run = 0; run < 4; run++) {
            int living = run;
            await().atMost(LONG).until(() -> runs.size() == living + 1);
            runs.get(run).progressed = true;
            runs.get(run).fail(trouble);
        }
        await().atMost(LONG).until(() -> runs.size() == 5);
        runs.get(4).fail(trouble);
        await().atMost(LONG)
                .until(() -> runs.size() == 6 || supervisor.terminated().isDone());
        assertEndsWith(supervisor, trouble);
    }

    @Test
    void aConflictIsToldAndNotTriedAgain() {
        Supervisor supervisor = supervise(quickly(5));
        runs.get(0).fail(conflict);
        assertEndsWith(supervisor, conflict);
        assertThat(runs).hasSize(1);
        assertThat(events).containsExactly("conflicted", "failed", "ended: " + conflict);
    }

    @Test
    void aMovedLogIsBegunAgainAtOnceAndTheStartsRefusalIsTheEnd() {
        Supervisor supervisor = supervise(RestartPolicy.none());
        failingStarts.add(expired);
        runs.get(0).fail(expired);
        assertEndsWith(supervisor, expired);
        assertThat(known).hasSize(2);
    }

    @Test
    void aStopDuringTheBackOffEndsItWithTheFailureThatWasWaitedFor() {
        Supervisor supervisor = supervise(RestartPolicy.times(5).withDelays(Duration.ofHours(1), Duration.ofHours(1)));
        runs.get(0).fail(trouble);
        await().atMost(LONG).until(() -> events.contains("restarting 1"));
        supervisor.stop(LONG);
        assertEndsWith(supervisor, trouble);
        assertThat(runs).hasSize(1);
    }

    @Test
    void aBatchThatFailsWhileTheStreamIsStoppedIsToldAndNotTriedAgain() {
        Supervisor supervisor = supervise(quickly(5));
        runs.get(0).failsWhenStopped = true;
        supervisor.stop(LONG);
        assertEndsWith(supervisor, trouble);
        assertThat(runs).hasSize(1);
        assertThat(events).containsExactly("failed", "ended: " + trouble);
    }

    @Test
    void aListenerThatHearsOfARestartStopsTheStream() {
        stopWhen("restarting 1");
        Supervisor supervisor = supervise(quickly(5));
        runs.get(0).fail(trouble);
        assertEndsWith(supervisor, trouble);
        assertThat(events).containsExactly("restarting 1", "stop: false", "ended: " + trouble);
        assertThat(runs.get(0).awaited).isFalse();
        assertThat(runs).hasSize(1);
    }

    @Test
    void aListenerThatHearsOfAConflictStopsTheStream() {
        stopWhen("conflicted");
        Supervisor supervisor = supervise(quickly(5));
        runs.get(0).fail(conflict);
        assertEndsWith(supervisor, conflict);
        assertThat(events).containsExactly("conflicted", "stop: false", "failed", "ended: " + conflict);
        assertThat(runs.get(0).awaited).isFalse();
    }

    @Test
    void aStreamThatIsStoppedWhileItStartsAgainStopsTheNewRun() throws Exception {
        Supervisor supervisor = supervise(quickly(5));
        starting = () -> supervisor.stop(LONG);
        runs.get(0).fail(trouble);
        supervisor.terminated().get(30, TimeUnit.SECONDS);
        assertThat(runs).hasSize(2);
        assertThat(runs.get(1).stopped).isTrue();
    }

    @Test
    void theNextRunBeginsWhenNoWriteOfTheLastOneIsUnderWay() {
        Supervisor supervisor = supervise(quickly(5));
        CompletableFuture<Void> drained = new CompletableFuture<>();
        runs.get(0).drained = drained;
        runs.get(0).fail(trouble);
        await().atMost(LONG).until(() -> drained.getNumberOfDependents() > 0);
        assertThat(runs).hasSize(1);
        drained.complete(null);
        await().atMost(LONG).until(() -> runs.size() == 2);
        assertThat(supervisor.stop(LONG)).isTrue();
    }

    @Test
    void aStopDoesNotWaitForAWriteThatDoesNotReturn() {
        Supervisor supervisor = supervise(quickly(5));
        runs.get(0).drained = new CompletableFuture<>();
        assertThat(supervisor.stop(LONG)).isTrue();
        assertThat(supervisor.terminated()).isCompleted();
        assertThat(supervisor.drained()).isNotDone();
        runs.get(0).drained.complete(null);
        await().atMost(LONG).until(() -> supervisor.drained().isDone());
    }

    /** Stops the stream on the thread that tells an event. */
    private void stopWhen(String event) {
        onEvent = told -> {
            if (told.equals(event)) {
                events.add("stop: " + supervised.join().stop(LONG));
            }
        };
    }

    private void tell(String event) {
        events.add(event);
        onEvent.accept(event);
    }

    private Supervisor supervise(RestartPolicy restarts) {
        StreamListener witness = new StreamListener() {
            @Override
            public void failed(StreamFailed event) {
                tell(event.willRestart() ? "restarting " + event.failures() : "failed");
            }

            @Override
            public void ended(StreamEnded event) {
                tell("ended: " + event.failure().map(Throwable::toString).orElse("stopped"));
            }

            @Override
            public void conflicted(StreamConflicted event) {
                tell("conflicted");
            }
        };
        StreamEvents listening = new StreamEvents(
                new StreamEvent.Source() {
                    @Override
                    public GroupId group() {
                        return GROUP;
                    }

                    @Override
                    public Instant now() {
                        return Instant.EPOCH;
                    }

                    @Override
                    public void stop() {
                        supervised.join().requestStop(LONG);
                    }
                },
                new ProgressTracker(),
                List.of(witness));
        Supervisor supervisor = Supervisor.start(GROUP, restarts, listening, new OwnThreads(), this::begin);
        supervised.complete(supervisor);
        return supervisor;
    }

    private SupervisedRun begin(Map<TopicPartition, TopicIdentity> identities) {
        known.add(identities);
        starting.run();
        RuntimeException failure = failingStarts.poll();
        if (failure != null) {
            throw failure;
        }
        FakeRun run = new FakeRun();
        runs.add(run);
        return run;
    }

    private static RestartPolicy quickly(int restarts) {
        return RestartPolicy.times(restarts).withDelays(Duration.ofMillis(1), Duration.ofMillis(2));
    }

    private static void assertEndsWith(Supervisor supervisor, Throwable failure) {
        assertThatThrownBy(() -> supervisor.terminated().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(failure);
    }

    private final class FakeRun implements SupervisedRun {

        private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
        private volatile CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);
        private volatile boolean progressed;
        private volatile boolean stopped;
        /** A caller has waited for the end. */
        private volatile boolean awaited;

        private volatile boolean failsWhenStopped;

        void fail(Throwable failure) {
            ended.complete(Optional.of(failure));
        }

        @Override
        public CompletableFuture<Optional<Throwable>> ended() {
            return ended;
        }

        @Override
        public CompletableFuture<Void> drained() {
            return drained;
        }

        @Override
        public void requestStop(Duration timeout) {
            end();
        }

        @Override
        public boolean progressed() {
            return progressed;
        }

        @Override
        public Map<TopicPartition, TopicIdentity> identities() {
            return Map.of(PARTITION, SEEN);
        }

        @Override
        public boolean stop(Duration timeout) {
            awaited = true;
            end();
            return true;
        }

        private void end() {
            stopped = true;
            ended.complete(failsWhenStopped ? Optional.of(trouble) : Optional.empty());
        }
    }
}
