package io.tidemark.recharge.prove;

import java.time.Duration;
import java.util.Optional;

/** Two drivers of one group: one of them has to give way, with a conflict. */
final class Rivals {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Long enough for many batches of both. */
    private static final Duration BOTH_GO_ON = Duration.ofSeconds(20);

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
        frozen.thaw();
        JobProcess.State state = frozen.await(JobProcess.State::ended, BOTH_GO_ON);
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
        long deadline = System.nanoTime() + BOTH_GO_ON.toNanos();
        while (!first.state().ended() && !second.state().ended() && System.nanoTime() < deadline) {
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
