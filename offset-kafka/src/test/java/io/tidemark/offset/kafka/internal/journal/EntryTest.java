package io.tidemark.offset.kafka.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class EntryTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final WriterName WRITER = new WriterName("worker-1:4711:k3f9x2");

    @Test
    void anEntryIsReadBackAsItWasWritten() {
        for (String cluster : List.of("kYn3", "", "-", "%", "%2D", "a b", "a%20b", "cluster\n二", "--", "\"x\"")) {
            Entry entry = new Entry(
                    Long.MAX_VALUE, 0, TIME, Optional.of(new TopicIdentity(cluster, new Uuid(-1, 7))), WRITER);

            assertThat(Entry.read(entry.text()))
                    .as("with cluster id '%s'", cluster)
                    .contains(entry);
        }
    }

    @Test
    void anEntryWithoutAnIdentityIsReadBackAsItWasWritten() {
        Entry entry = new Entry(12, 5, TIME, Optional.empty(), WRITER);

        assertThat(entry.text()).isEqualTo("tidemark/1 12 5 1767323045678 - - worker-1:4711:k3f9x2");
        assertThat(Entry.read(entry.text())).contains(entry);
        assertThat(Entry.of(entry.committed())).contains(entry);
    }

    @Test
    void whatOthersWriteIsNoEntry() {
        for (String text : List.of(
                "",
                " ",
                "tidemark/1",
                "tidemark/1 ",
                "tidemark/1 12 5 1767323045678 - -",
                "tidemark/1 12 5 1767323045678 - - ",
                "tidemark/1 12 5 1767323045678 - - two words",
                "tidemark/1 twelve 5 1767323045678 - - writer",
                "tidemark/1 12 5 1767323045678 cluster - writer",
                "tidemark/1 12 5 1767323045678 cluster% hT8pQ writer",
                "tidemark/2 12 5 1767323045678 - - writer")) {
            assertThat(Entry.read(text)).as("'%s'", text).isEmpty();
        }
    }

    @Test
    void anEntryThatWasCopiedToAnotherOffsetIsNone() {
        Entry entry = new Entry(12, 5, TIME, Optional.empty(), WRITER);

        assertThat(Entry.of(new OffsetAndMetadata(11, entry.text()))).isEmpty();
    }

    @Test
    void aRemovalIsNoEntry() {
        OffsetAndMetadata removed = Entry.removed(5, TIME, WRITER);

        assertThat(Entry.isRemoval(removed)).isTrue();
        assertThat(Entry.of(removed)).isEmpty();
        assertThat(Entry.isRemoval(new Entry(12, 5, TIME, Optional.empty(), WRITER).committed()))
                .isFalse();
    }

    @Test
    void theLongestEntryFitsIntoWhatABrokerTakes() {
        Entry entry = new Entry(
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                TIME,
                Optional.of(new TopicIdentity("二".repeat(249), Uuid.randomUuid())),
                new WriterName("x".repeat(WriterName.MAX_LENGTH)));

        assertThat(entry.text().getBytes(StandardCharsets.UTF_8).length).isLessThan(4_096);
    }
}
