package io.tidemark.offset.kafka;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.journal.Plan;
import org.apache.kafka.common.KafkaException;

/** Executes the writes of one group. Not thread-safe. */
interface GroupWriter extends Fencing, AutoCloseable {

    /**
     * Executes a write.
     *
     * @param reader reads what is stored for the group
     * @throws OffsetConflictException if the plan's condition does not hold
     * @throws CommitOutcomeUnknownException if the outcome is unknown
     * @throws KafkaException if nothing was applied
     */
    void write(Plan plan, GroupReader reader, Deadline deadline);

    /** Cancels a write of another thread. Thread-safe. */
    void abort();

    @Override
    void close();
}
