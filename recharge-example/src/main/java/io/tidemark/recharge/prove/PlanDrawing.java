package io.tidemark.recharge.prove;

import io.tidemark.offset.OutOfRangePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Draws a plan from a seed: the kills and, spread over them in rounds, all that is no kill, so that a short proof has
 * some of everything. The same seed and numbers give the same plan. For one drawing.
 */
final class PlanDrawing {

    /** So many kills make one more round. */
    private static final int KILLS_PER_ROUND = 10;
    /** The portions of a round beside those of its kills: a frozen driver, two at once, and the faults. */
    private static final int MORE_PORTIONS = 2 + Fault.values().length;

    private static final int LEAST_INTERVAL_MS = 100;
    private static final int MOST_INTERVAL_MS = 600;
    private static final int LEAST_BATCH_SHARE = 4;
    private static final int MOST_BATCH_SHARE = 8;
    private static final int MOST_PASSAGE = 3;
    private static final int MOST_DELAY_MS = 4_000;
    private static final int MOST_DELAY_AFTER_COMMIT_MS = 1_000;

    /** The points of a batch; a short proof takes them from the front. */
    private static final List<Point> POINTS =
            List.of(Point.AFTER_WRITE, Point.IN_TASK, Point.AFTER_COMMIT, Point.BEFORE_COMMIT, Point.BEFORE_WRITE);

    private final Random random;
    private final int kills;
    private final int rounds;
    private final long portion;
    private int drawnKills;
    private int named;

    private PlanDrawing(long seed, int kills, long records) {
        this.random = new Random(seed);
        this.kills = kills;
        this.rounds = Math.max(1, kills / KILLS_PER_ROUND);
        this.portion = records / (kills + (long) MORE_PORTIONS * rounds + 1);
    }

    /**
     * Draws a plan.
     *
     * @param kills how many kills it has
     * @param records how many records the log has
     */
    static Plan draw(long seed, int kills, long records) {
        PlanDrawing drawing = new PlanDrawing(seed, kills, records);
        return new Plan(drawing.lives(drawing.drafts()));
    }

    /** A life in the making. */
    private static final class Draft {

        private final End end;
        private final List<Fault> faults = new ArrayList<>();
        private boolean afterRetention;

        Draft(End end) {
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
        Draft last = new Draft(new End.Finish());
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
        for (End end : List.of(new End.Contest(), freeze())) {
            List<Draft> unit = new ArrayList<>(List.of(new Draft(end)));
            if (left > 0) {
                // no trap in the one that follows: it must live on until the other has given way
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
            Draft draft = new Draft(new End.KillAt(new Trap(Point.AFTER_MOVE, 1)));
            draft.afterRetention = true;
            // behind a life that has committed something: what was never begun cannot be lost
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

    private List<Life> lives(List<Draft> drafts) {
        List<Life> lives = new ArrayList<>();
        int interval = 0;
        boolean gapIsLeft = false;
        for (Draft draft : drafts) {
            interval = anotherInterval(interval);
            lives.add(new Life(
                    Duration.ofMillis(interval),
                    draft.end instanceof End.Finish ? 1 : between(LEAST_BATCH_SHARE, MOST_BATCH_SHARE),
                    draft.afterRetention ? Optional.of(new Retention(random.nextLong())) : Optional.empty(),
                    draft.afterRetention || gapIsLeft ? OutOfRangePolicy.EARLIEST : OutOfRangePolicy.FAIL,
                    draft.faults,
                    draft.end));
            gapIsLeft = (draft.afterRetention || gapIsLeft) && mayLeaveGap(draft.end);
        }
        return lives;
    }

    /** Whether the job may be killed before it has got over a gap. */
    private static boolean mayLeaveGap(End end) {
        return end instanceof End.KillAfterStart
                || end.trap().filter(trap -> trap.point() == Point.AFTER_MOVE).isPresent();
    }

    /** Steps of 50 ms, so that one is seen to differ from the one before. */
    private int anotherInterval(int before) {
        int interval = before;
        while (interval == before) {
            interval = between(LEAST_INTERVAL_MS / 50, MOST_INTERVAL_MS / 50) * 50;
        }
        return interval;
    }

    private End anyKill() {
        // two of three at a named point
        if (drawnKills++ % 3 == 2) {
            return random.nextBoolean()
                    ? new End.KillAfterStart(Duration.ofMillis(random.nextInt(MOST_DELAY_MS)))
                    : killAfterCommit();
        }
        return new End.KillAt(trap(POINTS.get(named++ % POINTS.size())));
    }

    private End killAfterCommit() {
        return new End.KillAfterCommit(Duration.ofMillis(random.nextInt(MOST_DELAY_AFTER_COMMIT_MS)));
    }

    private End freeze() {
        return new End.FreezeAt(trap(random.nextBoolean() ? Point.BEFORE_WRITE : Point.BEFORE_COMMIT));
    }

    /** One that is reached while a portion is read. */
    private Trap trap(Point point) {
        return point == Point.IN_TASK
                ? new Trap(point, 1 + (long) (random.nextDouble() * portion / 2))
                : new Trap(point, between(1, MOST_PASSAGE));
    }

    private int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }
}
