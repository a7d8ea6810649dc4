package io.tidemark.offset.kafka.internal.journal;

import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Uuid;

/**
 * The text that this store writes for one partition: the metadata of the committed offset, and the value in the
 * journal.
 *
 * @param until the offset that is stored
 * @param from the offset that was stored before; the same for a first entry
 * @param time when it was written, to the millisecond
 * @param identity the topic that the offset belongs to
 * @param writer its writer
 */
public record Entry(long until, long from, Instant time, Optional<TopicIdentity> identity, WriterName writer) {

    private static final String VERSION = "tidemark/1";
    private static final String REMOVED = "removed";

    public StoredOffset stored() {
        return new StoredOffset(until, identity, Optional.of(time), Optional.of(writer));
    }

    OffsetAndMetadata committed() {
        return new OffsetAndMetadata(until, Optional.empty(), text());
    }

    String text() {
        return EncodedLine.line(List.of(
                VERSION,
                Long.toString(until),
                Long.toString(from),
                Long.toString(time.toEpochMilli()),
                EncodedLine.word(identity.map(TopicIdentity::clusterId)),
                identity.map(known -> known.topicId().toString()).orElse("-"),
                writer.value()));
    }

    /** The committed metadata of a removed entry: a transaction can set an offset, but not remove it. */
    static OffsetAndMetadata removed(long offset, Instant time, WriterName writer) {
        String text = EncodedLine.line(List.of(VERSION, REMOVED, Long.toString(time.toEpochMilli()), writer.value()));
        return new OffsetAndMetadata(offset, Optional.empty(), text);
    }

    public static boolean isRemoval(OffsetAndMetadata committed) {
        return committed.metadata().startsWith(VERSION + " " + REMOVED + " ");
    }

    /**
     * Reads a committed offset.
     *
     * @return the entry; empty if another program has committed, also if it has copied this store's text to another
     *     offset
     */
    public static Optional<Entry> of(OffsetAndMetadata committed) {
        return read(committed.metadata()).filter(entry -> entry.until() == committed.offset());
    }

    /** Reads an entry's text; empty if it is not an entry of this version. */
    static Optional<Entry> read(String text) {
        List<String> words = EncodedLine.of(text, 7);
        if (!words.get(0).equals(VERSION) || words.size() < 7) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Entry(
                    Long.parseLong(words.get(1)),
                    Long.parseLong(words.get(2)),
                    Instant.ofEpochMilli(Long.parseLong(words.get(3))),
                    EncodedLine.text(words.get(4))
                            .map(cluster -> new TopicIdentity(cluster, Uuid.fromString(words.get(5)))),
                    new WriterName(words.get(6))));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
