package io.tidemark.offset.kafka;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes clients: whatever is wrong with one that is given up is of no interest, nor is an interrupt of the caller. */
final class Quietly {

    private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void close(Runnable closing) {
        boolean interrupted = Thread.interrupted();
        try {
            closing.run();
        } catch (KafkaException failure) {
            LOG.debug("A client of Kafka did not close well", failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
