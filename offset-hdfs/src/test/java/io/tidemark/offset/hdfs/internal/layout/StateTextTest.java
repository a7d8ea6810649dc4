package io.tidemark.offset.hdfs.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class StateTextTest {

    private static final String FILE = "hdfs://nn:8020/tidemark/recharge/offsets-0000000042";
    private static final GroupId GROUP = new GroupId("recharge job");
    private static final Instant TIME = Instant.parse("2026-11-29T08:15:30.123Z");
    private static final TopicIdentity IDENTITY =
            new TopicIdentity("cluster 1", Uuid.fromString("hT8pQ2nVQhC0aBcDeFgHiw"));

    private static final GroupState STATE = new GroupState(
            42,
            "0123456789abcdef",
            Map.of(
                    new TopicPartition("orders", 1),
                    new StoredOffset(
                            1200, Optional.of(IDENTITY), Optional.of(TIME), Optional.of(new WriterName("w:1"))),
                    new TopicPartition("orders", 0),
                    new StoredOffset(7, Optional.of(IDENTITY), Optional.of(TIME), Optional.of(new WriterName("w:1"))),
                    new TopicPartition("a b\n", 5),
                    StoredOffset.of(Long.MAX_VALUE)),
            Optional.of(Governor.sink("redis at h:6379")),
            Optional.of("receipts-0000000007-0123456789abcdef"));

    @Test
    void aStateIsReadAsItWasWritten() {
        assertThat(StateText.read(GROUP, StateText.write(GROUP, STATE), FILE)).isEqualTo(STATE);
    }

    @Test
    void theTextCanBeReadByAPerson() {
        assertThat(text(STATE).lines())
                .containsSubsequence(
                        "tidemark-offsets 1",
                        "group recharge%20job",
                        "number 42",
                        "attempt 0123456789abcdef",
                        "receipts receipts-0000000007-0123456789abcdef",
                        "entries a%20b%0A - - - -",
                        "5 9223372036854775807",
                        "entries orders cluster%201 hT8pQ2nVQhC0aBcDeFgHiw 2026-11-29T08:15:30.123Z w:1",
                        "0 7",
                        "1 1200");
    }

    @Test
    void aTextThatIsCutAnywhereIsRefused() {
        byte[] whole = StateText.write(GROUP, STATE);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> StateText.read(GROUP, cut, FILE))
                    .as("the first %s bytes", length)
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageStartingWith("Cannot read " + FILE + ": ");
        }
    }

    @Test
    void aTextInWhichAByteChangedIsRefused() {
        byte[] whole = StateText.write(GROUP, STATE);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> StateText.read(GROUP, changed, FILE))
                    .as("with another byte %s", at)
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageStartingWith("Cannot read " + FILE + ": ");
        }
    }

    @Test
    void eachKindOfDamageIsNamed() {
        assertRefused("", "it is empty");
        assertRefused("PAR1 and more", "it does not begin with 'tidemark-offsets': another program has written it");
        assertRefused(text(STATE).replace("offsets 1\n", "offsets 2\n"), "its layout is 'tidemark-offsets 2'");
        assertRefused(text(STATE).substring(0, 60), "it is incomplete: its last line is ");
        assertRefused(
                text(STATE).replace("1 1200\n", "1 1300\n"), "it is damaged or was changed by hand: its last line is ");
        assertThatThrownBy(() -> StateText.read(new GroupId("other"), StateText.write(GROUP, STATE), FILE))
                .hasMessageContaining("it belongs to another group: its second line is 'group recharge%20job'");
        assertThatThrownBy(() -> STATE.requireNumber(43, FILE))
                .hasMessageContaining("its text is that of write 42, so it was copied or renamed by hand");
    }

    private static void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> StateText.read(GROUP, text.getBytes(StandardCharsets.UTF_8), FILE))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageStartingWith("Cannot read " + FILE + ": ")
                .hasMessageContaining(reason);
    }

    private static String text(GroupState state) {
        return new String(StateText.write(GROUP, state), StandardCharsets.UTF_8);
    }
}
