package io.tidemark.offset.hdfs.internal.layout;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.TopicIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The text of a group's loss receipts, oldest first: a line {@code loss TOPIC CLUSTER-ID TOPIC-ID REASON POLICY TIME}
 * ({@code - -} if the identity is not known), then a line {@code PARTITION FROM UNTIL} for each of its gaps.
 */
public final class ReceiptText {

    private static final String KIND = "tidemark-receipts";
    private static final String LOSS = "loss";

    private ReceiptText() {}

    /** Encodes receipts. A receipt replaces an earlier one with an equal {@link LossReceipt#key()}. */
    public static byte[] write(GroupId group, Collection<LossReceipt> receipts) {
        Map<LossReceipt.Key, LossReceipt> distinct = new LinkedHashMap<>();
        receipts.forEach(receipt -> distinct.put(receipt.key(), receipt));
        Map<String, StringBuilder> gaps = new LinkedHashMap<>();
        distinct.values().stream().sorted(LossReceipt.OLDEST_FIRST).forEach(receipt -> gaps.computeIfAbsent(
                        head(receipt), unseen -> new StringBuilder())
                .append(receipt.partition().partition())
                .append(' ')
                .append(receipt.from())
                .append(' ')
                .append(receipt.until())
                .append('\n'));
        StringBuilder text = new StringBuilder();
        gaps.forEach((head, lines) -> text.append(head).append('\n').append(lines));
        return CheckedText.write(KIND, group, text);
    }

    /**
     * Decodes receipts.
     *
     * @param file where they were found, for messages
     * @throws io.tidemark.offset.OffsetStoreException if the text is not a complete one of this layout
     */
    public static List<LossReceipt> read(GroupId group, byte[] data, String file) {
        Reader reader = new Reader(group);
        CheckedText.read(data, KIND, group, file, reader::read);
        return reader.receipts;
    }

    private static String head(LossReceipt receipt) {
        return String.join(
                " ",
                LOSS,
                Words.of(receipt.partition().topic()),
                Words.identity(receipt.identity()),
                receipt.reason().name(),
                receipt.policy().name(),
                receipt.time().toString());
    }

    private static final class Reader {

        private final GroupId group;
        private final List<LossReceipt> receipts = new ArrayList<>();
        private @Nullable Head head;

        Reader(GroupId group) {
            this.group = group;
        }

        void read(List<String> words) {
            if (words.get(0).equals(LOSS)) {
                head = Head.of(words);
            } else if (head == null) {
                throw new IllegalArgumentException("Cannot read a gap: there is no line of '" + LOSS + "' before it");
            } else {
                receipts.add(head.receipt(group, words));
            }
        }
    }

    /** The properties that the gaps of one decision have in common. */
    private record Head(
            String topic,
            Optional<TopicIdentity> identity,
            LossReceipt.Reason reason,
            OutOfRangePolicy policy,
            Instant time) {

        static Head of(List<String> words) {
            return new Head(
                    Words.text(words.get(1)),
                    Words.identity(words.get(2), words.get(3)),
                    LossReceipt.Reason.valueOf(words.get(4)),
                    OutOfRangePolicy.valueOf(words.get(5)),
                    Instant.parse(words.get(6)));
        }

        LossReceipt receipt(GroupId group, List<String> words) {
            return new LossReceipt(
                    group,
                    new TopicPartition(topic, Integer.parseInt(words.get(0))),
                    identity,
                    Long.parseLong(words.get(1)),
                    Long.parseLong(words.get(2)),
                    reason,
                    policy,
                    time);
        }
    }
}
