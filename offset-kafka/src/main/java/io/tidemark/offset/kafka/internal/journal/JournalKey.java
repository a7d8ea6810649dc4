package io.tidemark.offset.kafka.internal.journal;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.TopicIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The keys of the journal's records. The group comes last and is not encoded: it ends where the key ends, and topic
 * names have no blanks.
 */
sealed interface JournalKey {

    /** The group of the record. */
    String group();

    String text();

    /** Reads a key; empty if it is not a key of this store. */
    static Optional<JournalKey> read(String text) {
        try {
            if (text.startsWith(OfOffset.KIND + " ")) {
                List<String> words = EncodedLine.of(text, 4);
                return Optional.of(new OfOffset(partition(words), words.get(3)));
            }
            if (text.startsWith(OfLoss.KIND + " ") || text.startsWith(OfLoss.KIND_AND_REASON)) {
                List<String> words = EncodedLine.of(text, 7);
                Optional<TopicIdentity> identity = EncodedLine.text(words.get(3))
                        .map(cluster -> new TopicIdentity(cluster, Uuid.fromString(words.get(4))));
                return Optional.of(new OfLoss(
                        partition(words),
                        identity,
                        Long.parseLong(words.get(5)),
                        OfLoss.reason(words.get(0)),
                        words.get(6)));
            }
            if (text.startsWith(OfGovernor.KIND + " ")) {
                return Optional.of(new OfGovernor(EncodedLine.of(text, 2).get(1)));
            }
            return Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException foreign) {
            return Optional.empty();
        }
    }

    private static TopicPartition partition(List<String> words) {
        return new TopicPartition(words.get(1), Integer.parseInt(words.get(2)));
    }

    /** The key of an entry. */
    record OfOffset(TopicPartition partition, String group) implements JournalKey {

        private static final String KIND = "offset";

        @Override
        public String text() {
            return EncodedLine.line(List.of(KIND, partition.topic(), Integer.toString(partition.partition()), group));
        }
    }

    /** The key of the governor of the group. */
    record OfGovernor(String group) implements JournalKey {

        private static final String KIND = "governor";
        private static final String VERSION = "tidemark/1";

        @Override
        public String text() {
            return EncodedLine.line(List.of(KIND, group));
        }

        static String value(Governor governor) {
            return EncodedLine.line(List.of(VERSION, governor.text()));
        }

        /** @throws IllegalArgumentException if it was written by a later version */
        Governor governor(String value) {
            List<String> words = EncodedLine.of(value, 2);
            if (words.size() != 2 || !words.get(0).equals(VERSION)) {
                throw new IllegalArgumentException(
                        "Cannot read what governs from '" + value + "': it is not of version " + VERSION);
            }
            return Governor.ofText(words.get(1));
        }
    }

    /**
     * The key of a loss receipt. Receipts with equal keys replace each other.
     *
     * @param reason empty in the keys of earlier versions, which are still read
     */
    record OfLoss(
            TopicPartition partition,
            Optional<TopicIdentity> identity,
            long from,
            Optional<LossReceipt.Reason> reason,
            String group)
            implements JournalKey {

        private static final String KIND = "loss";
        private static final String KIND_AND_REASON = KIND + "/";
        private static final String VERSION = "tidemark/1";

        static OfLoss of(LossReceipt receipt) {
            return new OfLoss(
                    receipt.partition(),
                    receipt.identity(),
                    receipt.from(),
                    Optional.of(receipt.reason()),
                    receipt.group().value());
        }

        private static Optional<LossReceipt.Reason> reason(String kind) {
            return kind.equals(KIND)
                    ? Optional.empty()
                    : Optional.of(LossReceipt.Reason.valueOf(kind.substring(KIND_AND_REASON.length())));
        }

        @Override
        public String text() {
            return EncodedLine.line(List.of(
                    reason.map(known -> KIND_AND_REASON + known.name()).orElse(KIND),
                    partition.topic(),
                    Integer.toString(partition.partition()),
                    EncodedLine.word(identity.map(TopicIdentity::clusterId)),
                    identity.map(known -> known.topicId().toString()).orElse("-"),
                    Long.toString(from),
                    group));
        }

        static String value(LossReceipt receipt) {
            return EncodedLine.line(List.of(
                    VERSION,
                    Long.toString(receipt.until()),
                    receipt.reason().name(),
                    receipt.policy().name(),
                    receipt.time().toString()));
        }

        /** @throws IllegalArgumentException if it was written by a later version, or by another program */
        LossReceipt receipt(String value) {
            List<String> words = EncodedLine.of(value, 5);
            if (words.size() != 5 || !words.get(0).equals(VERSION)) {
                throw new IllegalArgumentException(
                        "Cannot read the loss receipt '" + value + "': it is not of version " + VERSION);
            }
            return new LossReceipt(
                    new GroupId(group),
                    partition,
                    identity,
                    from,
                    Long.parseLong(words.get(1)),
                    LossReceipt.Reason.valueOf(words.get(2)),
                    OutOfRangePolicy.valueOf(words.get(3)),
                    Instant.parse(words.get(4)));
        }
    }
}
