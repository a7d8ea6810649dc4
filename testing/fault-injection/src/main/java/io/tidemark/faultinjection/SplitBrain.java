package io.tidemark.faultinjection;

import java.time.Duration;
import java.util.Optional;

/** Two drivers of one group: one of them must stop with a conflict. */
final class SplitBrain {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** If both commit this many batches, neither stops. */
    private static final int BOTH_GO_ON = 3;

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int COMMITS_OF_TAKEOVER = 2;

    private final ScenarioContext context;

    SplitBrain(ScenarioContext context) {
        this.context = context;
    }

    /** Resumes a frozen driver when another has taken over. */
    void thaw(JobProcess frozen, JobProcess next) throws InterruptedException {
        long commits = next.await(state -> state.commits() >= COMMITS_OF_TAKEOVER, PATIENCE)
                .commits();
        long own = frozen.state().commits();
        frozen.thaw();
        // the batch that it was in, and the ones after it
        JobProcess.State state = frozen.await(now -> now.commits() >= own + BOTH_GO_ON, PATIENCE);
        String what = frozen + " resumed after " + next + " had committed " + commits + " batches";
        if (state.inConflict() && commits >= COMMITS_OF_TAKEOVER) {
            context.incidents().asExpected(what, frozen.fate());
        } else {
            context.incidents().notAsExpected(what, frozen.fate());
            frozen.kill();
        }
    }

    /**
     * Waits until one of two running drivers has stopped.
     *
     * @return the one that continues; empty if none does
     */
    Optional<JobProcess> contest(JobProcess first, JobProcess second) throws InterruptedException {
        second.await(JobProcess.State::started, PATIENCE);
        // records for both
        context.feed().grant(context.portion());
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
        String what = first + " and " + second + " at the same time";
        if (!firstEnded && !secondEnded) {
            context.incidents()
                    .notAsExpected(
                            what,
                            "both continue, with " + first.state().commits() + " and "
                                    + second.state().commits() + " batches");
            first.kill();
            return Optional.of(second);
        }
        JobProcess loser = firstEnded ? first : second;
        if (loser.state().inConflict() && !(firstEnded && secondEnded)) {
            context.incidents().asExpected(what, loser + " " + loser.fate());
        } else {
            context.incidents().notAsExpected(what, first + " " + first.fate() + ", " + second + " " + second.fate());
        }
        return firstEnded && secondEnded ? Optional.empty() : Optional.of(firstEnded ? second : first);
    }
}
