package io.tidemark.offset.zookeeper.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of the nodes beside the classic layout. */
class NodeTextTest {

    private static final GroupId GROUP = new GroupId("g");
    private static final TopicIdentity ONE = new TopicIdentity("cluster one", new Uuid(1, 2));
    private static final TopicIdentity TWO = new TopicIdentity("-", new Uuid(3, 4));
    private static final TopicIdentity NAMELESS = new TopicIdentity("", new Uuid(3, 4));

    @Test
    void identitiesAreWrittenAsRunsOfPartitions() {
        Map<Integer, TopicIdentity> identities =
                Map.of(0, ONE, 1, ONE, 2, TWO, 3, ONE, 5, ONE, 6, ONE, 7, ONE, Integer.MAX_VALUE, ONE, 9, NAMELESS);

        byte[] text = IdentityText.write(identities);

        assertThat(text(text)).contains("cluster%20one " + ONE.topicId() + " 0-1,3,5-7,2147483647\n");
        assertThat(IdentityText.read(text, "/path")).isEqualTo(identities);
        assertThat(IdentityText.read(new byte[0], "/path")).isEmpty();
    }

    @Test
    void pendingWritesComeBackAsTheyWere() {
        List<Change> changes = List.of(
                new Change(new TopicPartition("orders", 0), OptionalInt.of(7), OptionalLong.of(Long.MAX_VALUE)),
                new Change(new TopicPartition("orders", 1), OptionalInt.empty(), OptionalLong.of(0)),
                new Change(new TopicPartition("topic", 2), OptionalInt.of(-5), OptionalLong.empty()));

        byte[] text = PendingText.write(changes);

        assertThat(text(text)).isEqualTo("topic orders\n0 7 9223372036854775807\n1 - 0\ntopic topic\n2 -5 -\n");
        assertThat(PendingText.read(text, "/path")).isEqualTo(changes);
    }

    @Test
    void receiptsComeBackAsTheyWere() {
        List<LossReceipt> receipts = List.of(
                receipt(0, Optional.of(ONE)),
                receipt(1, Optional.of(ONE)),
                receipt(0, Optional.of(TWO)),
                receipt(0, Optional.of(NAMELESS)),
                receipt(0, Optional.empty()));

        byte[] text = ReceiptText.write(receipts);

        assertThat(text(text).lines().filter(line -> line.startsWith("loss "))).hasSize(4);
        assertThat(ReceiptText.read(GROUP, text, "/path")).isEqualTo(receipts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "topic", "0 1", "0 x 1", "0 1 x", "a 1 1", "1 1 99999999999999999999"})
    void aPendingWriteThatIsNotUnderstoodIsNamedWithItsPath(String line) {
        assertThatThrownBy(() -> PendingText.read(("topic t\n" + line).getBytes(StandardCharsets.UTF_8), "/the/path"))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("Cannot read the pending write at /the/path: unknown line '" + line + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "c id", "c AAAAAAAAAAEAAAAAAAAAAg x", "c not-a-uuid 0", "a% AAAAAAAAAAEAAAAAAAAAAg 0"})
    void identitiesThatAreNotUnderstoodAreNamedWithTheirPath(String line) {
        assertThatThrownBy(() -> IdentityText.read(line.getBytes(StandardCharsets.UTF_8), "/the/path"))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("at /the/path: unknown line '" + line + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 1 2", "loss t - - EXPIRED EARLIEST", "loss t - - LOST EARLIEST 2026-01-01T00:00:00Z"})
    void receiptsThatAreNotUnderstoodAreNamedWithTheirPath(String line) {
        assertThatThrownBy(() -> ReceiptText.read(GROUP, line.getBytes(StandardCharsets.UTF_8), "/the/path"))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("at /the/path: unknown line '" + line + "'");
    }

    private static LossReceipt receipt(int partition, Optional<TopicIdentity> identity) {
        return new LossReceipt(
                GROUP,
                new TopicPartition("orders", partition),
                identity,
                5,
                9,
                LossReceipt.Reason.EXPIRED,
                OutOfRangePolicy.EARLIEST,
                Instant.parse("2026-01-02T03:04:05.678901234Z"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
