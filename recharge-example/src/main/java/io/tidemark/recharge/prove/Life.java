package io.tidemark.recharge.prove;

import io.tidemark.offset.OutOfRangePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One life of the job, from its start to its end.
 *
 * @param interval its batch interval
 * @param batchShare what part of a portion of the log its largest batch is: one in so many
 * @param retention what retention deletes before it starts
 * @param outOfRange what it does where retention has deleted what it would read
 * @param faults what happens while it runs
 * @param end how it ends
 */
record Life(
        Duration interval,
        int batchShare,
        Optional<Retention> retention,
        OutOfRangePolicy outOfRange,
        List<Fault> faults,
        End end) {

    Life {
        faults = List.copyOf(faults);
    }

    /** How many portions of the log are written for it. */
    int portions() {
        return 1 + faults.size();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        retention.ifPresent(deletion -> text.append(deletion).append("; "));
        text.append("a batch every ").append(interval.toMillis()).append(" ms; ");
        faults.forEach(fault -> text.append(fault).append("; "));
        return text.append(end).toString();
    }
}
