package io.tidemark.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.RestartPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** One fault at one moment: a job that has counted a third of its values when it strikes. */
final class Cell implements AutoCloseable {

    private static final int THIRD = 20;
    private static final int ALL = 3 * THIRD;

    /** Nobody gives up before the fault is mended. */
    private static final RestartPolicy PATIENT =
            RestartPolicy.times(1_000).withDelays(Duration.ofMillis(100), Duration.ofMillis(500));

    /** For what no patience mends. */
    private static final RestartPolicy BRIEF =
            RestartPolicy.times(3).withDelays(Duration.ofMillis(100), Duration.ofMillis(100));

    private static final Pattern ADVICE = Pattern.compile(
            "(?i)\\b(check|start (it|the stream|the store) again|be started again|be made again|grant|allow|point|correct|set"
                    + " the policy|raise|free|give the (client|user))\\b");

    private final Victim victim;
    private final Fault fault;
    private final Moment moment;
    private final Outcome expected;
    private final String topic = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final Memory memory = new Memory();
    private Optional<CellJob> running = Optional.empty();
    private boolean mended;

    Cell(Victim victim, Fault fault, Moment moment, Outcome expected) {
        this.victim = victim;
        this.fault = fault;
        this.moment = moment;
        this.expected = expected;
    }

    /** Runs it, and tells what became of the job. */
    Outcome run() throws InterruptedException {
        Ground.createTopic(topic);
        Ground.produce(topic, 0, THIRD);
        CellJob job = startCalmly();
        await().atMost(Ground.RECOVERY).until(() -> isDone(job, THIRD));
        Outcome outcome = moment == Moment.AT_START ? struckBeforeItStarts(job) : struckWhileItRuns(job);
        running.ifPresent(CellJob::close);
        running = Optional.empty();
        assertExact();
        return outcome;
    }

    private Outcome struckBeforeItStarts(CellJob before) throws InterruptedException {
        before.close();
        running = Optional.empty();
        victim.strike(fault);
        Ground.produce(topic, THIRD, ALL);
        CompletableFuture<CellJob> starting = CompletableFuture.supplyAsync(() -> start(EmptySinkPolicy.FAIL));
        try {
            return goOn(starting.get(Ground.LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException refused) {
            assertSays(refused.getCause() == null ? refused : refused.getCause());
            mend();
            startAgain();
            return Outcome.STOPS_SAYING;
        } catch (TimeoutException hang) {
            throw new AssertionError("the start hangs for more than " + Ground.LIMIT, hang);
        }
    }

    private Outcome struckWhileItRuns(CellJob job) throws InterruptedException {
        CompletableFuture<Void> struck = arm(job);
        Ground.produce(topic, THIRD, 2 * THIRD);
        struck.orTimeout(Ground.STRIKE.toMillis(), TimeUnit.MILLISECONDS).join();
        Ground.produce(topic, 2 * THIRD, ALL);
        return goOn(job);
    }

    private CompletableFuture<Void> arm(CellJob job) {
        if (moment == Moment.AFTER_APPLIED) {
            return victim.strikeAfterNextCommit(fault);
        }
        CompletableFuture<Void> struck = new CompletableFuture<>();
        Runnable strike = () -> {
            victim.strike(fault);
            struck.complete(null);
        };
        if (moment == Moment.BEFORE_COMMIT) {
            job.beforeNextCommit(strike);
        } else {
            strike.run();
        }
        return struck;
    }

    private Outcome goOn(CellJob job) throws InterruptedException {
        awaitQuietly(
                Ground.LIMIT,
                "it neither notices nor gets by",
                job,
                () -> !job.failures().isEmpty() || !job.isRunning() || isDone(job, ALL));
        mend();
        awaitQuietly(Ground.RECOVERY, "it does not recover", job, () -> !job.isRunning() || isDone(job, ALL));
        job.failures().stream().findFirst().ifPresent(this::assertSays);
        Optional<Throwable> end = job.end();
        if (end.isEmpty()) {
            return Outcome.CONTINUES_EXACT;
        }
        assertSays(end.get());
        job.close();
        startAgain();
        return Outcome.STOPS_SAYING;
    }

    private void mend() {
        victim.mend(fault);
        mended = true;
    }

    private void awaitQuietly(Duration limit, String trouble, CellJob job, Callable<Boolean> condition) {
        try {
            await().atMost(limit).pollInterval(Duration.ofMillis(50)).until(condition);
        } catch (ConditionTimeoutException late) {
            StringBuilder told = new StringBuilder(trouble + " within " + limit + "; confirmed " + job.confirmed()
                    + ", counted " + counted(Optional.empty()) + ", its failures:");
            job.failures().stream().limit(5).forEach(failure -> told.append("\n")
                    .append(text(failure)));
            throw new AssertionError(told.toString(), late);
        }
    }

    /** As somebody does who has read the message. */
    private void startAgain() {
        CellJob again = start(
                victim.isSink() && fault == Fault.RESTARTED_EMPTY ? EmptySinkPolicy.REBUILD : EmptySinkPolicy.FAIL);
        awaitQuietly(Ground.RECOVERY, "started again, it does not recover", again, () -> isDone(again, ALL));
    }

    /** Nothing has struck yet, and on a busy machine the short limits are for the fault alone. */
    private CellJob startCalmly() {
        RestartPolicy policy = moment == Moment.AT_START || expected == Outcome.CONTINUES_EXACT ? PATIENT : BRIEF;
        return await().atMost(Ground.RECOVERY)
                .ignoreException(OffsetStoreException.class)
                .until(() -> start(policy, EmptySinkPolicy.FAIL), started -> true);
    }

    private CellJob start(EmptySinkPolicy emptySink) {
        return start(expected == Outcome.STOPS_SAYING ? BRIEF : PATIENT, emptySink);
    }

    private CellJob start(RestartPolicy policy, EmptySinkPolicy emptySink) {
        CellJob job = new CellJob(victim, memory, topic, policy, emptySink);
        running = Optional.of(job);
        return job;
    }

    private boolean isDone(CellJob job, int values) {
        return job.isWell() && job.confirmed() == values && other() == values;
    }

    /** How many are done by the side that nothing happens to. */
    private long other() {
        return victim.isSink()
                ? CellJob.stored(topic, memory.store())
                : CellJob.counted(topic, memory.sink()).size();
    }

    private void assertExact() {
        try (Target observer = victim.openDirectly(memory)) {
            assertThat(counted(Optional.of(observer))).isEqualTo(onceEach());
            assertThat(CellJob.stored(topic, observer.store())).isEqualTo(ALL);
        }
    }

    private SortedMap<Integer, Long> counted(Optional<Target> observer) {
        return victim.isSink()
                ? observer.map(target -> CellJob.counted(topic, target.reader()))
                        .orElseGet(TreeMap::new)
                : CellJob.counted(topic, memory.sink());
    }

    private static SortedMap<Integer, Long> onceEach() {
        SortedMap<Integer, Long> once = new TreeMap<>();
        for (int value = 0; value < ALL; value++) {
            once.put(value, 1L);
        }
        return once;
    }

    private void assertSays(Throwable failure) {
        assertThat(text(failure)).contains(victim.address()).containsPattern(ADVICE);
    }

    private static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause).append('\n');
        }
        return text.toString();
    }

    /** Mends whatever is left, for the next one. */
    @Override
    public void close() {
        victim.proxy().forget();
        victim.proxy().pass();
        victim.mend(Fault.SLOW);
        if (!mended) {
            victim.mend(fault);
        }
        if (!victim.server().isRunning()) {
            victim.server().restart();
        }
        running.ifPresent(CellJob::close);
    }
}
