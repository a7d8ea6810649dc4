package io.tidemark.deadletter;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides about records that cannot be processed, because a deserializer or the job's own function fails on them.
 * Immutable; it can be sent to executors.
 *
 * <pre>{@code
 * PoisonPolicy policy = PoisonPolicy.deadLetter("orders-dead-letters");
 * }</pre>
 *
 * @since 0.1
 */
public sealed interface PoisonPolicy extends Serializable {

    /** The batch fails, and the message names the record. */
    static PoisonPolicy fail() {
        return new Fail();
    }

    /** The record is skipped; it is counted with its batch, and logged. */
    static PoisonPolicy skip() {
        return new Skip();
    }

    /**
     * The record is sent to a topic; then it is skipped, counted and logged as with {@link #skip()}. A managed stream
     * creates the topic if it does not exist.
     *
     * @param topic a topic of the cluster that the records are read from
     */
    static PoisonPolicy deadLetter(String topic) {
        return deadLetter(topic, Map.of());
    }

    /**
     * As {@link #deadLetter(String)}, with settings of the producer. A managed stream adds its own Kafka settings where
     * these have none. {@code acks}, idempotence and compression are fixed.
     *
     * @param topic the topic
     * @param producerSettings settings of Kafka's producer, such as {@code bootstrap.servers}; the values must be
     *     serializable
     */
    static PoisonPolicy deadLetter(String topic, Map<String, Object> producerSettings) {
        return new DeadLetters(topic, producerSettings);
    }

    /**
     * Opens the policy for one task, on an executor. Managed streams do this themselves; a job that reads with
     * Structured Streaming does it in its own function.
     *
     * @return not thread-safe; to be closed by the caller
     */
    default PoisonRecords open() {
        return new PoisonRecords(this, new RejectedRecords());
    }

    /**
     * Fails.
     *
     * @since 0.1
     */
    record Fail() implements PoisonPolicy {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Skips and counts.
     *
     * @since 0.1
     */
    record Skip() implements PoisonPolicy {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Sends to a topic, skips and counts.
     *
     * @param topic the topic
     * @param settings the settings of Kafka's clients; they may hold secrets
     * @since 0.1
     */
    record DeadLetters(String topic, Map<String, Object> settings) implements PoisonPolicy {

        private static final long serialVersionUID = 1L;

        /** @throws IllegalArgumentException if the topic's name is blank */
        public DeadLetters {
            if (topic.isBlank()) {
                throw new IllegalArgumentException("Cannot send records to a dead-letter topic: its name is blank");
            }
            settings = new HashMap<>(settings);
        }

        /** The same policy, with more settings of Kafka's clients; its own ones win. */
        public DeadLetters over(Map<String, Object> defaults) {
            Map<String, Object> all = new HashMap<>(defaults);
            // a consumer's interceptors are no producer's
            all.remove("interceptor.classes");
            all.putAll(settings);
            return new DeadLetters(topic, all);
        }

        /** The topic and the settings of its clients. */
        public DeadLetterTopic target() {
            return new DeadLetterTopic(settings, topic);
        }

        /** Names no setting: secrets are among them. */
        @Override
        public String toString() {
            return "DeadLetters[" + topic + "]";
        }
    }
}
