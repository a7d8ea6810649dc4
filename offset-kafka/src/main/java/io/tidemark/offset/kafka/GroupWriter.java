package io.tidemark.offset.kafka;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import org.apache.kafka.common.KafkaException;

/** Carries out the writes of one group. Not thread-safe. */
interface GroupWriter extends Fencing, AutoCloseable {

    /**
     * Carries a write out.
     *
     * @param reader reads what is stored for the group
     * @throws OffsetConflictException if the plan's condition does not hold
     * @throws CommitOutcomeUnknownException if nobody can tell
     * @throws KafkaException if nothing was applied
     */
    void write(Plan plan, GroupReader reader, Deadline deadline);

    /** Ends a write that another thread is carrying out. Thread-safe. */
    void abort();

    @Override
    void close();
}
