package io.tidemark.stream.internal.supervision;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetVerification;
import io.tidemark.offset.OffsetVerificationException;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.internal.Causes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

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

    /** How long to wait after a running stream has failed; empty if it is not started again. */
    Optional<Duration> afterFailure(Throwable cause) {
        Optional<OffsetVerificationException> verdict = Causes.find(cause, OffsetVerificationException.class);
        if (verdict.isEmpty() || mayComeBack(verdict.get())) {
            return retry(cause);
        }
        // found while running: the start that follows applies the policy, or refuses by it
        moves++;
        return moves <= MOST_MOVES ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    /** How long to wait after a start has failed; empty if it is not tried again. */
    Optional<Duration> afterFailedStart(Throwable cause) {
        Optional<OffsetVerificationException> verdict = Causes.find(cause, OffsetVerificationException.class);
        return verdict.isEmpty() || mayComeBack(verdict.get()) ? retry(cause) : Optional.empty();
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

    /**
     * Whether a topic is gone as a whole: one that is deleted and created again is gone for a while, and then the
     * policy for recreated topics decides.
     */
    private boolean mayComeBack(OffsetVerificationException refused) {
        if (policy.maxRestarts() == 0) {
            return false;
        }
        Set<String> gone = new HashSet<>();
        Set<String> there = new HashSet<>();
        refused.verdicts()
                .forEach((partition, verdict) ->
                        (verdict instanceof OffsetVerification.PartitionGone ? gone : there).add(partition.topic()));
        gone.removeAll(there);
        return !gone.isEmpty();
    }
}
