package io.tidemark.offset.hdfs.internal.layout;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The text of a group's state: the number and the attempt of the write, what governs the group, the file of its loss
 * receipts, and its entries. Entries that have the same topic, identity, time and writer share one line
 * {@code entries TOPIC CLUSTER-ID TOPIC-ID TIME WRITER}; below it is a line {@code PARTITION OFFSET} for each of them.
 */
public final class StateText {

    private static final String KIND = "tidemark-offsets";

    private StateText() {}

    /** Encodes a state. */
    public static byte[] write(GroupId group, GroupState state) {
        StringBuilder text = new StringBuilder(state.offsets().size() * 16 + 256);
        text.append("number ").append(state.number()).append('\n');
        text.append("attempt ").append(state.attempt()).append('\n');
        state.governor().ifPresent(governor -> text.append("governor ")
                .append(Words.of(governor.text()))
                .append('\n'));
        state.receipts().ifPresent(file -> text.append("receipts ").append(file).append('\n'));
        Map<Head, TreeMap<Integer, Long>> entries = new HashMap<>();
        state.offsets().forEach((partition, stored) -> entries.computeIfAbsent(
                        Head.of(partition, stored), unseen -> new TreeMap<>())
                .put(partition.partition(), stored.offset()));
        Map<String, TreeMap<Integer, Long>> sorted = new TreeMap<>();
        entries.forEach((head, offsets) -> sorted.put(head.line(), offsets));
        sorted.forEach((head, offsets) -> {
            text.append(head).append('\n');
            offsets.forEach((partition, offset) ->
                    text.append(partition).append(' ').append(offset).append('\n'));
        });
        return CheckedText.write(KIND, group, text);
    }

    /**
     * Decodes a state.
     *
     * @param file where it was found, for messages
     * @throws io.tidemark.offset.OffsetStoreException if the text is not a complete one of this layout
     */
    public static GroupState read(GroupId group, byte[] data, String file) {
        Reader reader = new Reader();
        CheckedText.read(data, KIND, group, file, reader::read);
        return new GroupState(reader.number, reader.attempt, reader.offsets, reader.governor, reader.receipts);
    }

    /** The group of a state; empty if the text is not one of this layout. */
    public static Optional<GroupId> group(byte[] data) {
        return CheckedText.group(data, KIND);
    }

    private static final class Reader {

        private final Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        private long number;
        private String attempt = "";
        private Optional<Governor> governor = Optional.empty();
        private Optional<String> receipts = Optional.empty();
        private @Nullable Head head;

        void read(List<String> words) {
            switch (words.get(0)) {
                case "number" -> number = Long.parseLong(words.get(1));
                case "attempt" -> attempt = words.get(1);
                case "governor" -> governor = Optional.of(Governor.ofText(Words.text(words.get(1))));
                case "receipts" -> receipts = Optional.of(words.get(1));
                case "entries" -> head = Head.of(words);
                default -> entry(words);
            }
        }

        private void entry(List<String> words) {
            if (head == null || words.size() != 2) {
                throw new IllegalArgumentException(
                        "Cannot read an entry: it is not 'PARTITION OFFSET' below 'entries'");
            }
            offsets.put(
                    new TopicPartition(head.topic(), Integer.parseInt(words.get(0))),
                    new StoredOffset(Long.parseLong(words.get(1)), head.identity(), head.time(), head.writer()));
        }
    }

    /** The properties that several entries have in common. */
    private record Head(
            String topic, Optional<TopicIdentity> identity, Optional<Instant> time, Optional<WriterName> writer) {

        static Head of(TopicPartition partition, StoredOffset stored) {
            return new Head(partition.topic(), stored.identity(), stored.storedAt(), stored.writer());
        }

        static Head of(List<String> words) {
            return new Head(
                    Words.text(words.get(1)),
                    Words.LINES.identity(words.get(2), words.get(3)),
                    words.get(4).equals(Words.NONE) ? Optional.empty() : Optional.of(Instant.parse(words.get(4))),
                    words.get(5).equals(Words.NONE) ? Optional.empty() : WriterName.ofStored(words.get(5)));
        }

        String line() {
            return String.join(
                    " ",
                    "entries",
                    Words.of(topic),
                    Words.LINES.identity(identity),
                    time.map(Instant::toString).orElse(Words.NONE),
                    writer.map(WriterName::value).orElse(Words.NONE));
        }
    }
}
