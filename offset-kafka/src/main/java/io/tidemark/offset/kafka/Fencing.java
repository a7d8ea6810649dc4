package io.tidemark.offset.kafka;

import org.apache.kafka.common.KafkaException;

/** Ends what a driver that died, or lost its connection, has left pending in a group. */
interface Fencing {

    /** Whether this store itself has left something pending. */
    boolean isInDoubt();

    /**
     * Ends it: afterwards it is applied, or never will be.
     *
     * @throws KafkaException if Kafka does not answer
     */
    void settle();
}
