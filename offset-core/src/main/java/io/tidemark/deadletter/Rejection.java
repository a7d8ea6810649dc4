package io.tidemark.deadletter;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A record that was rejected.
 *
 * @param partition where it was read
 * @param offset its offset there
 * @param reason why it was rejected
 * @since 0.1
 */
public record Rejection(TopicPartition partition, long offset, String reason) {

    /**
     * Reads a dead-letter topic.
     *
     * @return how many dead-letter records each rejected record has; receipts of replays do not count
     * @throws DeadLetterException if it cannot be read
     */
    public static Map<Rejection, Long> readAll(DeadLetterTopic topic) {
        Map<Rejection, Long> rejections = new HashMap<>();
        try (DeadLetterReader letters = new DeadLetterReader(topic)) {
            letters.forEach((letter, record) -> {
                if (letter.kind() == DeadLetter.Kind.REJECTED) {
                    rejections.merge(
                            new Rejection(
                                    letter.origin().partition(), letter.origin().offset(), letter.reason()),
                            1L,
                            Long::sum);
                }
            });
        }
        return rejections;
    }

    @Override
    public String toString() {
        return partition + " at " + offset + " (" + reason + ")";
    }
}
