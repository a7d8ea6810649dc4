package io.tidemark.spark;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetVerificationException;
import java.time.Duration;
import java.util.Optional;

/** Decides whether and when a stream that has failed is started again. Used by one thread. */
final class Restarts {

    /** So often may policies move a stream without a batch in between; a log that keeps changing needs a person. */
    private static final int MOST_MOVES = 3;

    private final RestartPolicy policy;
    private int failures;
    private int moves;

    Restarts(RestartPolicy policy) {
        this.policy = policy;
    }

    /** A batch was committed: the row of failures is over. */
    void progressed() {
        failures = 0;
        moves = 0;
    }

    /** How long to wait after a running stream has failed; empty if it shall not be started again. */
    Optional<Duration> afterFailure(Throwable cause) {
        if (Causes.find(cause, OffsetVerificationException.class).isPresent()) {
            // found while running: the start that follows applies the policy, or refuses by it
            moves++;
            return moves <= MOST_MOVES ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        return retry(cause);
    }

    /** How long to wait after a start has failed; empty if it shall not be tried again. */
    Optional<Duration> afterFailedStart(Throwable cause) {
        return Causes.find(cause, OffsetVerificationException.class).isPresent() ? Optional.empty() : retry(cause);
    }

    /** How many failures there were in a row. */
    int inARow() {
        return failures + moves;
    }

    private Optional<Duration> retry(Throwable cause) {
        if (Causes.find(cause, OffsetConflictException.class).isPresent()
                || Causes.find(cause, Error.class).isPresent()) {
            return Optional.empty();
        }
        failures++;
        return failures <= policy.maxRestarts() ? Optional.of(policy.delayBefore(failures)) : Optional.empty();
    }
}
