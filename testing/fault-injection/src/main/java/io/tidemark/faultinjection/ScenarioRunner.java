package io.tidemark.faultinjection;

import io.tidemark.offset.OutOfRangePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Runs a scenario: one attempt of the job after the other. For one use by one thread. */
final class ScenarioRunner {

    /** The limit for each expected event. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** After this time without progress, the job counts as stuck. */
    private static final Duration STANDSTILL = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int MOST_ATTEMPTS = 5;

    private final ScenarioContext context;
    private final JobPool jobs;
    private final JobConfigs configs;
    private final CheckpointDirectories checkpoints;
    private final RecordDeletion deletion;
    private final FaultInjector faultInjector;
    private final SplitBrain splitBrain;
    private long left;
    /** The job of the previous attempt, if it is frozen or still running. */
    private Optional<JobProcess> lingering = Optional.empty();

    private boolean lingeringIsFrozen;

    /** @param records the number of records of the whole log */
    ScenarioRunner(
            ScenarioContext context,
            JobPool jobs,
            JobConfigs configs,
            CheckpointDirectories checkpoints,
            long records) {
        this.context = context;
        this.jobs = jobs;
        this.configs = configs;
        this.checkpoints = checkpoints;
        this.deletion = new RecordDeletion(context);
        this.faultInjector = new FaultInjector(context);
        this.splitBrain = new SplitBrain(context);
        this.left = records;
    }

    /** The records that were deleted unread. */
    List<DeletedRange> deleted() {
        return deletion.deleted();
    }

    void run(Scenario scenario) throws InterruptedException {
        for (Attempt attempt : scenario.attempts()) {
            context.incidents().nextAttempt();
            left -= context.portion() * attempt.portions();
            live(attempt);
        }
    }

    private void live(Attempt attempt) throws InterruptedException {
        prepareCheckpoint(attempt);
        if (attempt.retention().isPresent()) {
            context.feed().grant(context.portion());
            deletion.delete(attempt.retention().get());
            refuse(attempt, OutOfRangePolicy.FAIL, "start with the policy to fail", "OffsetVerificationException");
        }
        JobProcess job = begin(attempt, attempt.outOfRange());
        Optional<JobProcess> running = Optional.of(job);
        if (lingering.isPresent() && !lingeringIsFrozen) {
            running = splitBrain.contest(lingering.get(), job);
            running.ifPresent(checkpoints::useThatOf);
        } else {
            if (attempt.retention().isEmpty()) {
                context.feed().grant(context.portion());
            }
            if (lingering.isPresent()) {
                splitBrain.thaw(lingering.get(), job);
            }
        }
        lingering = Optional.empty();
        if (running.isPresent()) {
            JobProcess alive = running.get();
            for (Fault fault : attempt.faults()) {
                faultInjector.strike(fault, alive);
                // as a supervisor does
                alive = alive.state().ended() ? begin(attempt, attempt.outOfRange()) : alive;
            }
            end(attempt, alive);
        }
    }

    private JobProcess begin(Attempt attempt, OutOfRangePolicy outOfRange) throws InterruptedException {
        JobProcess job = jobs.take();
        job.run(
                configs.write(job, attempt, outOfRange, checkpoints.give(job), context.portion()),
                attempt.end().failpoint());
        return job;
    }

    private void prepareCheckpoint(Attempt attempt) throws InterruptedException {
        if (lingering.isEmpty()) {
            checkpoints.save();
        }
        if (attempt.checkpoint() == CheckpointState.OUTDATED) {
            checkpoints.restore();
            refuse(
                    attempt,
                    attempt.outOfRange(),
                    "start with the checkpoint directory of an earlier attempt",
                    "disagree");
        }
        if (attempt.checkpoint() != CheckpointState.KEPT) {
            checkpoints.empty();
        }
    }

    /** The job must not start: with the policy to fail after records were deleted, or with another's checkpoint. */
    private void refuse(Attempt attempt, OutOfRangePolicy outOfRange, String what, String reason)
            throws InterruptedException {
        JobProcess job = begin(attempt, outOfRange);
        JobProcess.State state = job.await(now -> now.commits() > 0, PATIENCE);
        if (state.ended() && state.farewell().orElse("").contains(reason)) {
            context.incidents().asExpected(what, "refused");
        } else {
            context.incidents().notAsExpected(what, job.fate());
            job.kill();
        }
    }

    private void end(Attempt attempt, JobProcess job) throws InterruptedException {
        Termination end = attempt.end();
        if (end instanceof Termination.Finish) {
            finish(attempt, job);
        } else if (end instanceof Termination.KillAfterStart kill) {
            job.await(state -> false, kill.delay());
            kill(end, job);
        } else if (end instanceof Termination.KillAfterCommit kill) {
            job.await(state -> state.commits() > 0, PATIENCE);
            job.await(state -> false, kill.delay());
            kill(end, job);
        } else if (end instanceof Termination.Contest) {
            job.await(state -> state.commits() > 0, PATIENCE);
            linger(end, job);
        } else {
            JobProcess.State state = job.await(now -> now.held() || isPast(end, now), PATIENCE);
            if (!state.held()) {
                context.incidents().notAsExpected(end, "the failpoint was not reached: " + job.fate());
                job.kill();
            } else if (end instanceof Termination.FreezeAt) {
                job.freeze();
                linger(end, job);
            } else {
                kill(end, job);
            }
        }
    }

    /** Whether a job can no longer reach its failpoint: deleted records are handled before the first batch. */
    private static boolean isPast(Termination end, JobProcess.State state) {
        return state.commits() > 0
                && end.failpoint()
                        .filter(failpoint -> failpoint.point() == FailpointPlace.AFTER_MOVE)
                        .isPresent();
    }

    private void linger(Termination end, JobProcess job) {
        if (job.state().ended()) {
            context.incidents().notAsExpected(end, job.fate());
            return;
        }
        lingeringIsFrozen = end instanceof Termination.FreezeAt;
        lingering = Optional.of(job);
        context.incidents()
                .asExpected(end, job + " had committed " + job.state().commits() + " batches");
    }

    private void kill(Termination end, JobProcess job) throws InterruptedException {
        JobProcess.State state = job.state();
        if (state.ended()) {
            context.incidents().notAsExpected(end, job.fate());
            return;
        }
        job.kill();
        context.incidents()
                .asExpected(end, job + " had committed " + job.state().commits() + " batches");
    }

    /** The last attempt: the rest of the log is written, and the job reads to the end. */
    private void finish(Attempt attempt, JobProcess first) throws InterruptedException {
        JobProcess job = first;
        context.feed().grant(left);
        context.feed().awaitWritten();
        Map<TopicPartition, Long> ends = new HashMap<>();
        context.feed().ends().forEach((number, end) -> ends.put(context.topic().partition(number), end));
        Map<TopicPartition, Long> seen = Map.of();
        long movedAt = System.nanoTime();
        int attempts = 1;
        while (!isRead(seen, ends) && System.nanoTime() - movedAt < STANDSTILL.toNanos()) {
            if (job.await(state -> false, LOOK).ended() && attempts < MOST_ATTEMPTS) {
                context.incidents().notAsExpected(attempt.end(), job.fate());
                job = begin(attempt, attempt.outOfRange());
                attempts++;
            }
            Map<TopicPartition, Long> now = context.subject().counted(context.config());
            if (!now.equals(seen) || !job.state().started()) {
                seen = now;
                movedAt = System.nanoTime();
            }
        }
        boolean ended = job.terminate(PATIENCE);
        if (isRead(seen, ends) && ended) {
            context.incidents().asExpected(attempt.end(), "the topic is read to its end, and the job stopped");
        } else {
            context.incidents()
                    .notAsExpected(
                            attempt.end(), "it is at " + seen + " of " + ends + (ended ? "" : " and does not stop"));
        }
    }

    private static boolean isRead(Map<TopicPartition, Long> counted, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> counted.getOrDefault(end.getKey(), 0L).equals(end.getValue()));
    }
}
