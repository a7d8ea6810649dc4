package io.tidemark.offset.hbase.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class OffsetsTextTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.123Z");
    private static final Instant BEFORE = Instant.parse("2026-11-28T10:00:00Z");
    private static final TopicIdentity IDENTITY = new TopicIdentity("-", Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ"));
    private static final WriterName WRITER = new WriterName("worker-3:4711:k3f9x2");

    @Test
    void entriesAreReadAsTheyWereWritten() {
        Map<TopicPartition, StoredOffset> entries = Map.of(
                new TopicPartition("orders", 0), entry(5, Optional.of(IDENTITY), Optional.empty()),
                new TopicPartition("orders", 1), entry(Long.MAX_VALUE, Optional.of(IDENTITY), Optional.empty()),
                new TopicPartition("orders", 7), entry(0, Optional.empty(), Optional.of(BEFORE)),
                new TopicPartition("topic", 12),
                        new StoredOffset(3, Optional.empty(), Optional.of(BEFORE), Optional.empty()));

        byte[] text = OffsetsText.write("w1", entries);

        assertThat(new String(text, StandardCharsets.US_ASCII)).isEqualTo("""
                tidemark 1 w1
                topic orders
                identity %2D AAAAAAAAAAAAAAAAAAAAAQ 0-1
                written worker-3:4711:k3f9x2 2026-11-28T10:00:00Z 7
                written worker-3:4711:k3f9x2 now 0-1
                0 5
                1 9223372036854775807
                7 0
                topic topic
                written - 2026-11-28T10:00:00Z 12
                12 3
                """);
        Map<TopicPartition, StoredOffset> read = OffsetsText.read(text, NOW, "a row");
        assertThat(read)
                .hasSize(4)
                .containsEntry(new TopicPartition("orders", 0), entry(5, Optional.of(IDENTITY), Optional.of(NOW)))
                .containsEntry(new TopicPartition("orders", 7), entry(0, Optional.empty(), Optional.of(BEFORE)))
                .containsEntry(
                        new TopicPartition("topic", 12),
                        new StoredOffset(3, Optional.empty(), Optional.of(BEFORE), Optional.empty()));
    }

    @Test
    void aGroupWithoutEntriesHasAText() {
        assertThat(OffsetsText.read(OffsetsText.write("w1", Map.of()), NOW, "a row"))
                .isEmpty();
    }

    @Test
    void aLaterFormatIsRefused() {
        assertThatThrownBy(() -> OffsetsText.read("tidemark 2 w1\n".getBytes(StandardCharsets.US_ASCII), NOW, "a row"))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessage("Cannot read the offsets in a row: they begin with 'tidemark 2 w1', but this version only"
                        + " supports 'tidemark 1'; use the version of the store that has written them");
    }

    @Test
    void anUnknownLineIsShown() {
        assertThatThrownBy(() -> OffsetsText.read(
                        "tidemark 1 w1\ntopic orders\n0 five\n".getBytes(StandardCharsets.US_ASCII), NOW, "a row"))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessage(
                        "Cannot read the offsets in a row: unknown line '0 five'; it was changed by hand or written by"
                                + " a later version of the store");
    }

    private static StoredOffset entry(long offset, Optional<TopicIdentity> identity, Optional<Instant> time) {
        return new StoredOffset(offset, identity, time, Optional.of(WRITER));
    }
}
