package io.tidemark.stream.internal.supervision;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.internal.Causes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether and when a failed stream is restarted. Used by one thread. */
final class Restarts {

    private static final Logger LOG = LoggerFactory.getLogger(Restarts.class);

    /** How often policies may move a stream without a batch in between. A log that keeps changing needs an operator. */
    private static final int MAX_MOVES = 3;

    private final RestartPolicy policy;
    private int inARow;
    private int retries;
    private int moves;

    Restarts(RestartPolicy policy) {
        this.policy = policy;
    }

    /** A batch was committed, which ends the row of failures. */
    void progressed() {
        inARow = 0;
        retries = 0;
        moves = 0;
    }

    /** The delay before a restart after a running stream has failed; empty if it is not restarted. */
    Optional<Duration> afterFailure(Throwable cause) {
        Optional<OffsetVerificationException> verdict = Causes.find(cause, OffsetVerificationException.class);
        if (verdict.isEmpty() || mayComeBack(verdict.get())) {
            return retry(cause);
        }
        // found while running: the next start applies the policy, or refuses by it
        inARow++;
        moves++;
        return moves <= MAX_MOVES ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    /** The delay before the next attempt after a restart has failed; empty if there is none. */
    Optional<Duration> afterFailedStart(Throwable cause) {
        Optional<OffsetVerificationException> verdict = Causes.find(cause, OffsetVerificationException.class);
        if (verdict.isEmpty() || mayComeBack(verdict.get())) {
            return retry(cause);
        }
        inARow++;
        return Optional.empty();
    }

    /** How many failures there were since the last committed batch. */
    int inARow() {
        return inARow;
    }

    private Optional<Duration> retry(Throwable cause) {
        inARow++;
        if (Causes.find(cause, OffsetConflictException.class).isPresent()
                || Causes.find(cause, Error.class).isPresent()
                || !accepts(cause)) {
            return Optional.empty();
        }
        retries++;
        return retries <= policy.maxRestarts() ? Optional.of(policy.delayBefore(retries)) : Optional.empty();
    }

    private boolean accepts(Throwable cause) {
        try {
            return policy.accepts(cause);
        } catch (RuntimeException e) {
            LOG.error("The condition of a RestartPolicy failed; the stream is not restarted", e);
            cause.addSuppressed(e);
            return false;
        }
    }

    /**
     * Whether a topic is gone as a whole. A topic that is deleted and created again is gone for a while; then the
     * policy for recreated topics decides.
     */
    private boolean mayComeBack(OffsetVerificationException refused) {
        if (policy.maxRestarts() == 0) {
            return false;
        }
        Set<String> gone = new HashSet<>();
        Set<String> present = new HashSet<>();
        refused.verdicts()
                .forEach((partition, verdict) ->
                        (verdict instanceof OffsetVerification.PartitionGone ? gone : present).add(partition.topic()));
        gone.removeAll(present);
        return !gone.isEmpty();
    }
}
