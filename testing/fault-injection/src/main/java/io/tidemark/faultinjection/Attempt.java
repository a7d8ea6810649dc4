package io.tidemark.faultinjection;

import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One run of the job, from its start to its end.
 *
 * @param interval its batch interval
 * @param batchShare the size of a portion of the log, divided by the size of its largest batch
 * @param engine its engine
 * @param checkpoint its checkpoint directory
 * @param retention the records that are deleted before it starts
 * @param outOfRange its policy for deleted records
 * @param faults the faults while it runs
 * @param end how it ends
 */
record Attempt(
        Duration interval,
        int batchShare,
        Engine engine,
        CheckpointState checkpoint,
        Optional<Retention> retention,
        OutOfRangePolicy outOfRange,
        List<Fault> faults,
        Termination end) {

    Attempt {
        faults = List.copyOf(faults);
    }

    /** The number of portions of the log that are written for it. */
    int portions() {
        return 1 + faults.size();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (engine == Engine.STRUCTURED) {
            text.append("structured; ");
        }
        if (checkpoint != CheckpointState.KEPT) {
            text.append(checkpoint).append("; ");
        }
        retention.ifPresent(deletion -> text.append(deletion).append("; "));
        text.append("a batch every ").append(interval.toMillis()).append(" ms; ");
        faults.forEach(fault -> text.append(fault).append("; "));
        return text.append(end).toString();
    }
}
