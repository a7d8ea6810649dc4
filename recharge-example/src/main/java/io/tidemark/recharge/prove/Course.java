package io.tidemark.recharge.prove;

import io.tidemark.offset.OutOfRangePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Carries a plan out: one life of the job after the other. For one use by one thread. */
final class Course {

    /** How long anything that should happen may take. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** How long a job may stand still before it is said that it will read no more. */
    private static final Duration STANDSTILL = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int MOST_ATTEMPTS = 5;

    private final Stage stage;
    private final JobPool jobs;
    private final JobConfigs configs;
    private final Deletions deletions;
    private final Disasters disasters;
    private final Rivals rivals;
    private long left;
    /** The one that has not ended with its life, frozen or running. */
    private Optional<JobProcess> lingering = Optional.empty();

    private boolean lingeringIsFrozen;

    /** @param records how many records are to be written in all */
    Course(Stage stage, JobPool jobs, JobConfigs configs, long records) {
        this.stage = stage;
        this.jobs = jobs;
        this.configs = configs;
        this.deletions = new Deletions(stage);
        this.disasters = new Disasters(stage);
        this.rivals = new Rivals(stage);
        this.left = records;
    }

    /** What was deleted without having been read. */
    List<Gap> gaps() {
        return deletions.gaps();
    }

    void run(Plan plan) throws InterruptedException {
        for (Life life : plan.lives()) {
            stage.incidents().nextLife();
            left -= stage.portion() * life.portions();
            live(life);
        }
    }

    private void live(Life life) throws InterruptedException {
        if (life.retention().isPresent()) {
            stage.feed().grant(stage.portion());
            deletions.delete(life.retention().get());
            refuse(life);
        }
        JobProcess job = begin(life, life.outOfRange());
        Optional<JobProcess> running = Optional.of(job);
        if (lingering.isPresent() && !lingeringIsFrozen) {
            running = rivals.contest(lingering.get(), job);
        } else {
            if (life.retention().isEmpty()) {
                stage.feed().grant(stage.portion());
            }
            if (lingering.isPresent()) {
                rivals.thaw(lingering.get(), job);
            }
        }
        lingering = Optional.empty();
        if (running.isPresent()) {
            JobProcess alive = running.get();
            for (Fault fault : life.faults()) {
                disasters.strike(fault, alive);
                // as whoever watches over drivers would
                alive = alive.state().ended() ? begin(life, life.outOfRange()) : alive;
            }
            end(life, alive);
        }
    }

    private JobProcess begin(Life life, OutOfRangePolicy outOfRange) throws InterruptedException {
        JobProcess job = jobs.take();
        job.run(
                configs.write(job, life, outOfRange, stage.portion()),
                life.end().trap());
        return job;
    }

    /** With the policy to fail, the job must not start behind a gap. */
    private void refuse(Life life) throws InterruptedException {
        JobProcess job = begin(life, OutOfRangePolicy.FAIL);
        JobProcess.State state = job.await(now -> now.commits() > 0, PATIENCE);
        String what = "start with the policy to fail";
        if (state.ended() && state.farewell().orElse("").contains("OffsetVerificationException")) {
            stage.incidents().asExpected(what, "refused");
        } else {
            stage.incidents().notAsExpected(what, job.fate());
            job.kill();
        }
    }

    private void end(Life life, JobProcess job) throws InterruptedException {
        End end = life.end();
        if (end instanceof End.Finish) {
            finish(life, job);
        } else if (end instanceof End.KillAfterStart kill) {
            job.await(state -> false, kill.delay());
            kill(end, job);
        } else if (end instanceof End.KillAfterCommit kill) {
            job.await(state -> state.commits() > 0, PATIENCE);
            job.await(state -> false, kill.delay());
            kill(end, job);
        } else if (end instanceof End.Contest) {
            job.await(state -> state.commits() > 0, PATIENCE);
            linger(end, job);
        } else {
            JobProcess.State state = job.await(now -> now.trapped() || isPast(end, now), PATIENCE);
            if (!state.trapped()) {
                stage.incidents().notAsExpected(end, "it never came there: " + job.fate());
                job.kill();
            } else if (end instanceof End.FreezeAt) {
                job.freeze();
                linger(end, job);
            } else {
                kill(end, job);
            }
        }
    }

    /** Whether a job can no longer come to its trap: gaps are dealt with before the first batch. */
    private static boolean isPast(End end, JobProcess.State state) {
        return state.commits() > 0
                && end.trap().filter(trap -> trap.point() == Point.AFTER_MOVE).isPresent();
    }

    private void linger(End end, JobProcess job) {
        if (job.state().ended()) {
            stage.incidents().notAsExpected(end, job.fate());
            return;
        }
        lingeringIsFrozen = end instanceof End.FreezeAt;
        lingering = Optional.of(job);
        stage.incidents().asExpected(end, job + " had committed " + job.state().commits() + " batches");
    }

    private void kill(End end, JobProcess job) throws InterruptedException {
        JobProcess.State state = job.state();
        if (state.ended()) {
            stage.incidents().notAsExpected(end, job.fate());
            return;
        }
        job.kill();
        stage.incidents().asExpected(end, job + " had committed " + job.state().commits() + " batches");
    }

    /** The last life: whatever is left is written, and the job reads to the end. */
    private void finish(Life life, JobProcess first) throws InterruptedException {
        JobProcess job = first;
        stage.feed().grant(left);
        stage.feed().awaitWritten();
        Map<TopicPartition, Long> ends = new HashMap<>();
        stage.feed().ends().forEach((number, end) -> ends.put(stage.topic().partition(number), end));
        Map<TopicPartition, Long> seen = Map.of();
        long movedAt = System.nanoTime();
        int attempts = 1;
        while (!isRead(seen, ends) && System.nanoTime() - movedAt < STANDSTILL.toNanos()) {
            if (job.await(state -> false, LOOK).ended() && attempts < MOST_ATTEMPTS) {
                stage.incidents().notAsExpected(life.end(), job.fate());
                job = begin(life, life.outOfRange());
                attempts++;
            }
            Map<TopicPartition, Long> now = stage.subject().counted(stage.config());
            if (!now.equals(seen) || !job.state().started()) {
                seen = now;
                movedAt = System.nanoTime();
            }
        }
        boolean ended = job.terminate(PATIENCE);
        if (isRead(seen, ends) && ended) {
            stage.incidents().asExpected(life.end(), "all is read, and it stopped");
        } else {
            stage.incidents()
                    .notAsExpected(
                            life.end(), "it stands at " + seen + " of " + ends + (ended ? "" : " and does not stop"));
        }
    }

    private static boolean isRead(Map<TopicPartition, Long> counted, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> counted.getOrDefault(end.getKey(), 0L).equals(end.getValue()));
    }
}
