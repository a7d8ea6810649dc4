package io.tidemark.offset.kafka.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.LossReceipt.Reason;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.TopicIdentity;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class JournalKeyTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);
    private static final Optional<Reason> EXPIRED = Optional.of(Reason.EXPIRED);

    @Test
    void keysAreReadBackAsTheyWereWrittenAndNoTwoAreOne() {
        Set<String> texts = new HashSet<>();
        List<String> groups = List.of("a", " a", "a ", "a b", "offset orders 3 a", "二", "a\nb", "-", "%");
        for (String group : groups) {
            for (JournalKey key : List.of(
                    new JournalKey.OfOffset(PARTITION, group),
                    new JournalKey.OfLoss(PARTITION, Optional.empty(), 5, EXPIRED, group),
                    new JournalKey.OfLoss(PARTITION, Optional.empty(), 5, Optional.of(Reason.SKIPPED), group),
                    new JournalKey.OfLoss(PARTITION, Optional.empty(), 5, Optional.empty(), group),
                    new JournalKey.OfLoss(
                            PARTITION, Optional.of(new TopicIdentity("-", new Uuid(1, 2))), 5, EXPIRED, group))) {
                assertThat(JournalKey.read(key.text())).contains(key);
                texts.add(key.text());
            }
        }
        assertThat(texts).hasSize(5 * groups.size());
    }

    @Test
    void whatOthersWriteIsNoKey() {
        for (String text : List.of(
                "",
                "offset",
                "offset orders",
                "offset orders 3",
                "offset orders x g",
                "loss a 1 - -",
                "loss/ORDER a 1 - - 5 g")) {
            assertThat(JournalKey.read(text)).as("'%s'", text).isEmpty();
        }
    }

    @Test
    void aReceiptIsReadBackAsItWasGiven() {
        LossReceipt receipt = new LossReceipt(
                new GroupId("a b"),
                PARTITION,
                Optional.of(new TopicIdentity("cluster", new Uuid(1, 2))),
                5,
                9,
                Reason.EXPIRED,
                OutOfRangePolicy.EARLIEST,
                Instant.parse("2026-01-02T03:04:05.678901234Z"));

        assertThat(JournalKey.OfLoss.of(receipt).receipt(JournalKey.OfLoss.value(receipt)))
                .isEqualTo(receipt);
    }

    @Test
    void aReceiptOfAnEarlierVersionIsRead() {
        JournalKey key = JournalKey.read("loss orders 3 - - 5 a b").orElseThrow();

        assertThat(key).isEqualTo(new JournalKey.OfLoss(PARTITION, Optional.empty(), 5, Optional.empty(), "a b"));
        assertThat(((JournalKey.OfLoss) key).receipt("tidemark/1 9 EXPIRED EARLIEST 2026-01-02T03:04:05Z"))
                .returns(Reason.EXPIRED, LossReceipt::reason)
                .returns(9L, LossReceipt::until);
    }

    @Test
    void aReceiptOfALaterVersionIsRefusedAndNotGuessed() {
        JournalKey.OfLoss key = new JournalKey.OfLoss(PARTITION, Optional.empty(), 5, EXPIRED, "a");

        assertThatThrownBy(() -> key.receipt("tidemark/2 9 EXPIRED EARLIEST 2026-01-02T03:04:05Z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tidemark/2");
    }
}
