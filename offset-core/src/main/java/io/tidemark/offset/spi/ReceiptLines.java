package io.tidemark.offset.spi;

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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Loss receipts as lines of words, for stores that keep text: for each decision a line {@code loss TOPIC CLUSTER-ID
 * TOPIC-ID REASON POLICY TIME} ({@code - -} if the identity is not known), then a line {@code PARTITION FROM UNTIL} for
 * each of its gaps. Safe for use by several threads.
 *
 * @since 0.1
 */
public final class ReceiptLines {

    private static final String LOSS = "loss";
    private static final String NONE = "-";

    private final UnaryOperator<String> encode;
    private final UnaryOperator<String> decode;

    /**
     * Lines with a store's own encoding of names.
     *
     * @param encode makes a word without spaces, which is not empty, of any text
     * @param decode makes the text of such a word; throws {@link IllegalArgumentException} for any other word
     */
    public ReceiptLines(UnaryOperator<String> encode, UnaryOperator<String> decode) {
        this.encode = encode;
        this.decode = decode;
    }

    /** Encodes receipts in their order; those of one decision are together. */
    public String write(Collection<LossReceipt> receipts) {
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
        return text.toString();
    }

    private String head(LossReceipt receipt) {
        return String.join(
                " ",
                LOSS,
                encode.apply(receipt.partition().topic()),
                identity(receipt.identity()),
                receipt.reason().name(),
                receipt.policy().name(),
                receipt.time().toString());
    }

    /** Two words: the cluster's id and the topic's id, or {@code - -} if they are not known. */
    public String identity(Optional<TopicIdentity> identity) {
        return identity.map(known -> encode.apply(known.clusterId()) + " " + known.topicId())
                .orElse(NONE + " " + NONE);
    }

    /**
     * The identity of two words that {@link #identity(Optional)} has written.
     *
     * @throws IllegalArgumentException if they are others
     */
    public Optional<TopicIdentity> identity(String clusterId, String topicId) {
        // a cluster may have a dash for its id, a topic may not
        return topicId.equals(NONE)
                ? Optional.empty()
                : Optional.of(new TopicIdentity(decode.apply(clusterId), Uuid.fromString(topicId)));
    }

    /** Creates a reader of a group's receipts. */
    public Reader reader(GroupId group) {
        return new Reader(group);
    }

    /** Collects receipts from the words of each line. Throws a {@link RuntimeException} for an unknown line. */
    public final class Reader implements Consumer<List<String>> {

        private final GroupId group;
        private final List<LossReceipt> receipts = new ArrayList<>();
        private @Nullable Head head;

        private Reader(GroupId group) {
            this.group = group;
        }

        @Override
        public void accept(List<String> words) {
            if (words.get(0).equals(LOSS)) {
                head = new Head(
                        decode.apply(words.get(1)),
                        identity(words.get(2), words.get(3)),
                        LossReceipt.Reason.valueOf(words.get(4)),
                        OutOfRangePolicy.valueOf(words.get(5)),
                        Instant.parse(words.get(6)));
            } else if (head == null) {
                throw new IllegalArgumentException("Cannot read a gap: there is no line of '" + LOSS + "' before it");
            } else {
                receipts.add(head.receipt(group, words));
            }
        }

        /** The receipts of the lines so far. */
        public List<LossReceipt> receipts() {
            return List.copyOf(receipts);
        }
    }

    /** The properties that the gaps of one decision have in common. */
    private record Head(
            String topic,
            Optional<TopicIdentity> identity,
            LossReceipt.Reason reason,
            OutOfRangePolicy policy,
            Instant time) {

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
