package io.tidemark.offset.jdbc.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.history.HistoryEntry.Change;
import io.tidemark.offset.jdbc.history.HistoryEntry.Topic;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTextTest {

    @Test
    void everyKindOfChangeIsReadBack() {
        Map<TopicPartition, Change> changes = Map.of(
                new TopicPartition("orders", 0), new Change(OptionalLong.of(5), OptionalLong.of(8), Topic.SAME),
                new TopicPartition("orders", 11), new Change(OptionalLong.empty(), OptionalLong.of(7), Topic.SAME),
                new TopicPartition("a b\n充,:-!", 1), new Change(OptionalLong.of(5), OptionalLong.empty(), Topic.SAME),
                new TopicPartition("refunds", Integer.MAX_VALUE),
                        new Change(OptionalLong.of(Long.MAX_VALUE), OptionalLong.of(0), Topic.OTHER));

        String text = HistoryText.write(changes);

        assertThat(text).matches("\\p{ASCII}*").contains("orders 0:5-8,11:-7\n");
        assertThat(HistoryText.read(text, "t", 1)).isEqualTo(changes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "orders 0", "orders 0:5", "orders x:5-6", "orders 0:5-6,", "orders 0:5-6?"})
    void whatIsNoHistoryIsReported(String text) {
        assertThatThrownBy(() -> HistoryText.read(text, "tidemark_offset_history", 7))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessage(
                        "Cannot read the history in table tidemark_offset_history, number 7: it was changed by hand or"
                                + " written by a later version of the store");
    }
}
