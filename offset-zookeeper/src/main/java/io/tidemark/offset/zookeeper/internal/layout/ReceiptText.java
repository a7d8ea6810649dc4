package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The text of one decision's loss receipts: a line {@code loss TOPIC CLUSTER TOPIC-ID REASON POLICY TIME} ({@code - -}
 * if the identity is not known), then one for each of its gaps with partition, from and until.
 */
public final class ReceiptText {

    private static final String LOSS = "loss";
    private static final String NONE = "-";

    private ReceiptText() {}

    public static byte[] write(List<LossReceipt> receipts) {
        Map<String, StringBuilder> gaps = new LinkedHashMap<>();
        for (LossReceipt receipt : receipts) {
            gaps.computeIfAbsent(head(receipt), unseen -> new StringBuilder())
                    .append(receipt.partition().partition())
                    .append(' ')
                    .append(receipt.from())
                    .append(' ')
                    .append(receipt.until())
                    .append('\n');
        }
        StringBuilder text = new StringBuilder();
        gaps.forEach((head, lines) -> text.append(head).append('\n').append(lines));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String head(LossReceipt receipt) {
        return String.join(
                " ",
                LOSS,
                NodeName.word(receipt.partition().topic()),
                receipt.identity()
                        .map(known -> NodeName.word(known.clusterId()))
                        .orElse(NONE),
                receipt.identity().map(known -> known.topicId().toString()).orElse(NONE),
                receipt.reason().name(),
                receipt.policy().name(),
                receipt.time().toString());
    }

    /**
     * Reads the text.
     *
     * @param path where it was found, for messages
     * @throws OffsetStoreException if the text was written by hand, or by a later version
     */
    public static List<LossReceipt> read(GroupId group, byte[] data, String path) {
        Reader reader = new Reader(group);
        NodeText.forEachLine(data, "the loss receipts", path, reader::read);
        return reader.receipts;
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
            String topicId = words.get(3);
            return new Head(
                    NodeName.text(words.get(1)),
                    // a cluster may have a dash for its id, a topic may not
                    topicId.equals(NONE)
                            ? Optional.empty()
                            : Optional.of(new TopicIdentity(NodeName.text(words.get(2)), Uuid.fromString(topicId))),
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
