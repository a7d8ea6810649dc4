package io.tidemark.faultinjection;

import io.tidemark.faultinjection.FaultInjectionOptions.Engines;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Generates a scenario from a seed: the kills, and rounds of all other faults spread over them, so that a short test
 * has each kind of fault. The same seed and numbers give the same scenario. For one use.
 */
final class ScenarioGenerator {

    /** The number of kills for each further round. */
    private static final int KILLS_PER_ROUND = 10;
    /** The portions of a round other than those of its kills: a frozen driver, a second driver, and the faults. */
    private static final int MORE_PORTIONS = 2 + Fault.values().length;

    private static final int LEAST_INTERVAL_MS = 100;
    private static final int MOST_INTERVAL_MS = 600;
    private static final int LEAST_BATCH_SHARE = 4;
    private static final int MOST_BATCH_SHARE = 8;
    private static final int MOST_PASSAGE = 3;
    private static final int MOST_DELAY_MS = 4_000;
    private static final int MOST_DELAY_AFTER_COMMIT_MS = 1_000;

    /** The failpoints of a batch; a short test uses the first ones. */
    private static final List<FailpointPlace> POINTS = List.of(
            FailpointPlace.AFTER_WRITE,
            FailpointPlace.IN_TASK,
            FailpointPlace.AFTER_COMMIT,
            FailpointPlace.BEFORE_COMMIT,
            FailpointPlace.BEFORE_WRITE);

    private final Random random;
    private final int kills;
    private final int rounds;
    private final long portion;
    private int drawnKills;
    private int named;

    private ScenarioGenerator(long seed, int kills, long records) {
        this.random = new Random(seed);
        this.kills = kills;
        this.rounds = Math.max(1, kills / KILLS_PER_ROUND);
        this.portion = records / (kills + (long) MORE_PORTIONS * rounds + 1);
    }

    /**
     * Generates a scenario.
     *
     * @param engines the engines of its attempts
     * @param kills the number of kills
     * @param records the number of records of the log
     */
    static Scenario draw(Engines engines, long seed, int kills, long records) {
        ScenarioGenerator generator = new ScenarioGenerator(seed, kills, records);
        return new Scenario(generator.attempts(generator.drafts(), engines));
    }

    /** An attempt that is not complete yet. */
    private static final class Draft {

        private final Termination end;
        private final List<Fault> faults = new ArrayList<>();
        private boolean afterRetention;

        Draft(Termination end) {
            this.end = end;
        }
    }

    private List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>();
        int drawn = 0;
        for (int round = 1; round <= rounds; round++) {
            int until = kills * round / rounds;
            drafts.addAll(round(until - drawn));
            drawn = until;
        }
        Draft last = new Draft(new Termination.Finish());
        drafts.add(last);
        Set<Fault> left = EnumSet.allOf(Fault.class);
        drafts.forEach(draft -> left.removeAll(draft.faults));
        last.faults.addAll(left);
        if (drafts.stream().noneMatch(draft -> draft.afterRetention)) {
            firstAfterKill(drafts).ifPresent(draft -> draft.afterRetention = true);
        }
        return drafts;
    }

    private List<Draft> round(int killsOfRound) {
        List<List<Draft>> units = new ArrayList<>();
        int left = killsOfRound;
        List<Draft> bearers = new ArrayList<>();
        for (Termination end : List.of(new Termination.Contest(), freeze())) {
            List<Draft> unit = new ArrayList<>(List.of(new Draft(end)));
            if (left > 0) {
                // no failpoint in the next attempt: it must run until the other driver has stopped
                Draft follower = new Draft(killAfterCommit());
                unit.add(follower);
                bearers.add(follower);
                left--;
            }
            units.add(0, unit);
        }
        boolean killedInRetention = left > 0;
        for (int kill = killedInRetention ? 1 : 0; kill < left; kill++) {
            units.add(List.of(new Draft(anyKill())));
        }
        if (killsOfRound >= units.size()) {
            Collections.shuffle(units, random);
        }
        if (killedInRetention) {
            Draft draft = new Draft(new Termination.KillAt(new Failpoint(FailpointPlace.AFTER_MOVE, 1)));
            draft.afterRetention = true;
            // after an attempt that has committed: before the first commit no record can be lost
            int earliest = 1 + firstWithFollower(units);
            units.add(earliest + random.nextInt(units.size() - earliest + 1), List.of(draft));
        }
        List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
        Collections.shuffle(faults, random);
        for (int i = 0; i < faults.size() && !bearers.isEmpty(); i++) {
            bearers.get(i % bearers.size()).faults.add(faults.get(i));
        }
        return units.stream().flatMap(List::stream).toList();
    }

    private static int firstWithFollower(List<List<Draft>> units) {
        int index = 0;
        while (units.get(index).size() == 1) {
            index++;
        }
        return index;
    }

    private static Optional<Draft> firstAfterKill(List<Draft> drafts) {
        for (int i = 1; i < drafts.size(); i++) {
            if (drafts.get(i - 1).end.isKill()) {
                return Optional.of(drafts.get(i));
            }
        }
        return Optional.empty();
    }

    private List<Attempt> attempts(List<Draft> drafts, Engines engines) {
        List<Attempt> attempts = new ArrayList<>();
        List<CheckpointState> checkpoints = checkpoints(drafts, engines);
        int interval = 0;
        boolean gapIsLeft = false;
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            interval = anotherInterval(interval);
            attempts.add(new Attempt(
                    Duration.ofMillis(interval),
                    draft.end instanceof Termination.Finish ? 1 : between(LEAST_BATCH_SHARE, MOST_BATCH_SHARE),
                    engine(engines, i),
                    checkpoints.get(i),
                    draft.afterRetention ? Optional.of(new Retention(random.nextLong())) : Optional.empty(),
                    draft.afterRetention || gapIsLeft ? OutOfRangePolicy.EARLIEST : OutOfRangePolicy.FAIL,
                    draft.faults,
                    draft.end));
            gapIsLeft = (draft.afterRetention || gapIsLeft) && mayLeaveGap(draft.end);
        }
        return attempts;
    }

    private static Engine engine(Engines engines, int attempt) {
        return switch (engines) {
            case DSTREAMS -> Engine.DSTREAMS;
            case STRUCTURED -> Engine.STRUCTURED;
            case ALTERNATING -> attempt % 2 == 0 ? Engine.DSTREAMS : Engine.STRUCTURED;
        };
    }

    /**
     * The checkpoint directories of the attempts. A second driver has its own. Of those that follow a kill, one starts
     * without a directory, and the last attempt with one that is outdated by then.
     */
    private static List<CheckpointState> checkpoints(List<Draft> drafts, Engines engines) {
        List<CheckpointState> states = new ArrayList<>(Collections.nCopies(
                drafts.size(), engines == Engines.ALTERNATING ? CheckpointState.EMPTY : CheckpointState.KEPT));
        if (engines != Engines.STRUCTURED) {
            return states;
        }
        int last = drafts.size() - 1;
        boolean isLost = false;
        for (int i = 1; i <= last; i++) {
            Draft before = drafts.get(i - 1);
            if (before.end instanceof Termination.Contest) {
                states.set(i, CheckpointState.EMPTY);
            } else if (before.end.isKill() && i == last && isLost) {
                states.set(i, CheckpointState.OUTDATED);
            } else if (before.end.isKill() && !drafts.get(i).afterRetention && !isLost) {
                states.set(i, CheckpointState.EMPTY);
                isLost = true;
            }
        }
        return states;
    }

    /** Whether the job may be killed before it has moved over the deleted records. */
    private static boolean mayLeaveGap(Termination end) {
        return end instanceof Termination.KillAfterStart
                || end.failpoint()
                        .filter(failpoint -> failpoint.point() == FailpointPlace.AFTER_MOVE)
                        .isPresent();
    }

    /** In steps of 50 ms, so that it visibly differs from the previous one. */
    private int anotherInterval(int before) {
        int interval = before;
        while (interval == before) {
            interval = between(LEAST_INTERVAL_MS / 50, MOST_INTERVAL_MS / 50) * 50;
        }
        return interval;
    }

    private Termination anyKill() {
        // two of three at a failpoint
        if (drawnKills++ % 3 == 2) {
            return random.nextBoolean()
                    ? new Termination.KillAfterStart(Duration.ofMillis(random.nextInt(MOST_DELAY_MS)))
                    : killAfterCommit();
        }
        return new Termination.KillAt(failpoint(POINTS.get(named++ % POINTS.size())));
    }

    private Termination killAfterCommit() {
        return new Termination.KillAfterCommit(Duration.ofMillis(random.nextInt(MOST_DELAY_AFTER_COMMIT_MS)));
    }

    private Termination freeze() {
        return new Termination.FreezeAt(
                failpoint(random.nextBoolean() ? FailpointPlace.BEFORE_WRITE : FailpointPlace.BEFORE_COMMIT));
    }

    /** A failpoint that is reached while a portion is read. */
    private Failpoint failpoint(FailpointPlace point) {
        return point == FailpointPlace.IN_TASK
                ? new Failpoint(point, 1 + (long) (random.nextDouble() * portion / 2))
                : new Failpoint(point, between(1, MOST_PASSAGE));
    }

    private int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }
}
