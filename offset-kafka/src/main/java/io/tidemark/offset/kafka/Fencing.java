package io.tidemark.offset.kafka;

import org.apache.kafka.common.KafkaException;

/** Ends the pending transaction of a driver that died or lost its connection. */
interface Fencing {

    /** Whether this store itself has left a transaction pending. */
    boolean isInDoubt();

    /**
     * Ends the pending transaction: afterwards it is applied, or never will be.
     *
     * @throws KafkaException if Kafka does not answer
     */
    void settle();
}
