package io.tidemark.recharge.prove;

import java.time.Duration;
import java.util.Optional;

/** Two drivers of one group: one of them has to give way, with a conflict. */
final class Rivals {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Who has committed so many batches beside the other does not give way. */
    private static final int BOTH_GO_ON = 3;

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int COMMITS_OF_TAKEOVER = 2;

    private final Stage stage;

    Rivals(Stage stage) {
        this.stage = stage;
    }

    /** Thaws a frozen driver when another has taken over from it. */
    void thaw(JobProcess frozen, JobProcess next) throws InterruptedException {
        long commits = next.await(state -> state.commits() >= COMMITS_OF_TAKEOVER, PATIENCE)
                .commits();
        long own = frozen.state().commits();
        frozen.thaw();
        // what was in its hands, and what follows
        JobProcess.State state = frozen.await(now -> now.commits() >= own + BOTH_GO_ON, PATIENCE);
        String what = frozen + " thawed after " + next + " had committed " + commits + " batches";
        if (state.inConflict() && commits >= COMMITS_OF_TAKEOVER) {
            stage.incidents().asExpected(what, frozen.fate());
        } else {
            stage.incidents().notAsExpected(what, frozen.fate());
            frozen.kill();
        }
    }

    /**
     * Waits until one of two running drivers has given way.
     *
     * @return the one that goes on; empty if none does
     */
    Optional<JobProcess> contest(JobProcess first, JobProcess second) throws InterruptedException {
        second.await(JobProcess.State::started, PATIENCE);
        // something to fight for
        stage.feed().grant(stage.portion());
        long ofFirst = first.state().commits() + BOTH_GO_ON;
        long ofSecond = second.state().commits() + BOTH_GO_ON;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!first.state().ended()
                && !second.state().ended()
                && (first.state().commits() < ofFirst || second.state().commits() < ofSecond)
                && System.nanoTime() < deadline) {
            first.await(JobProcess.State::ended, LOOK);
        }
        boolean firstEnded = first.state().ended();
        boolean secondEnded = second.state().ended();
        String what = first + " and " + second + " at once";
        if (!firstEnded && !secondEnded) {
            stage.incidents()
                    .notAsExpected(
                            what,
                            "both go on, with " + first.state().commits() + " and "
                                    + second.state().commits() + " batches");
            first.kill();
            return Optional.of(second);
        }
        JobProcess loser = firstEnded ? first : second;
        if (loser.state().inConflict() && !(firstEnded && secondEnded)) {
            stage.incidents().asExpected(what, loser + " " + loser.fate());
        } else {
            stage.incidents().notAsExpected(what, first + " " + first.fate() + ", " + second + " " + second.fate());
        }
        return firstEnded && secondEnded ? Optional.empty() : Optional.of(firstEnded ? second : first);
    }
}
