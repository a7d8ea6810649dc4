package io.tidemark.recharge.deadletter;

import io.tidemark.recharge.report.RejectReason;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Selects the dead-letter records to replay.
 *
 * @param reasons the reasons; empty for all
 * @param from the earliest time of a record, inclusive; empty for any, and then also for records without a time
 * @param to the end, exclusive; empty for any
 * @param maxAttempts the maximum number of replays of a record
 */
public record Selection(Set<RejectReason> reasons, Optional<Instant> from, Optional<Instant> to, int maxAttempts) {

    public Selection {
        reasons = Set.copyOf(reasons);
    }

    boolean takes(DeadLetter letter) {
        return (reasons.isEmpty()
                        || reasons.stream().anyMatch(reason -> reason.code().equals(letter.reason())))
                && (from.isEmpty()
                        || letter.time()
                                .filter(time -> !time.isBefore(from.get()))
                                .isPresent())
                && (to.isEmpty()
                        || letter.time().filter(time -> time.isBefore(to.get())).isPresent());
    }
}
