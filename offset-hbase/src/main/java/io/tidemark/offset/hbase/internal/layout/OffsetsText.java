package io.tidemark.offset.hbase.internal.layout;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.spi.PartitionRuns;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The text of all entries of a group; the package's documentation of the store shows it. */
public final class OffsetsText {

    private static final String FORMAT = "tidemark 1 ";
    private static final String TOPIC = "topic";
    private static final String IDENTITY = "identity";
    private static final String WRITTEN = "written";
    private static final String NOW = "now";

    private OffsetsText() {}

    /**
     * Encodes entries.
     *
     * @param writeId a word that no other write of the group has, so that the same offsets never have the same text
     * @param entries the entries; those that this write changes have no time
     */
    public static byte[] write(String writeId, Map<TopicPartition, StoredOffset> entries) {
        Map<String, TreeMap<Integer, StoredOffset>> topics = new TreeMap<>();
        entries.forEach((partition, entry) -> topics.computeIfAbsent(partition.topic(), unseen -> new TreeMap<>())
                .put(partition.partition(), entry));
        StringBuilder text = new StringBuilder(FORMAT).append(writeId).append('\n');
        topics.forEach((topic, partitions) -> {
            text.append(TOPIC).append(' ').append(Words.encode(topic)).append('\n');
            appendRuns(text, IDENTITY, partitions, OffsetsText::identity);
            appendRuns(text, WRITTEN, partitions, entry -> Optional.of(written(entry)));
            partitions.forEach((partition, entry) ->
                    text.append(partition).append(' ').append(entry.offset()).append('\n'));
        });
        return GroupRow.ascii(text.toString());
    }

    private static Optional<String> identity(StoredOffset entry) {
        return entry.identity().map(known -> Words.encode(known.clusterId()) + " " + known.topicId());
    }

    private static String written(StoredOffset entry) {
        return entry.writer().map(WriterName::value).map(Words::encode).orElse(Words.NONE) + " "
                + entry.storedAt().map(Instant::toString).orElse(NOW);
    }

    /** Appends one line for each value that entries have in common. */
    private static void appendRuns(
            StringBuilder text,
            String word,
            Map<Integer, StoredOffset> partitions,
            Function<StoredOffset, Optional<String>> value) {
        Map<String, TreeSet<Integer>> lines = new TreeMap<>();
        partitions.forEach((partition, entry) -> value.apply(entry)
                .ifPresent(common ->
                        lines.computeIfAbsent(common, unseen -> new TreeSet<>()).add(partition)));
        lines.forEach((common, runs) -> text.append(word)
                .append(' ')
                .append(common)
                .append(' ')
                .append(PartitionRuns.write(runs))
                .append('\n'));
    }

    /**
     * Decodes entries.
     *
     * @param writtenAt the time of the write that has written the text
     * @param where the row and its table, for messages
     * @throws OffsetStoreException if it was written by hand, or by a later version
     */
    public static Map<TopicPartition, StoredOffset> read(byte[] text, Instant writtenAt, String where) {
        List<String> lines =
                new String(text, StandardCharsets.ISO_8859_1).lines().toList();
        if (lines.isEmpty() || !lines.get(0).startsWith(FORMAT)) {
            String found = lines.isEmpty() ? "" : lines.get(0);
            throw new OffsetStoreException("Cannot read the offsets in " + where + ": they begin with '" + found
                    + "', but this version only supports '" + FORMAT.strip()
                    + "'; use the version of the store that has written them");
        }
        Reader reader = new Reader(writtenAt);
        lines.stream().skip(1).forEach(line -> {
            try {
                reader.read(List.of(line.split(" ", -1)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException unknown) {
                throw new OffsetStoreException(
                        "Cannot read the offsets in " + where + ": unknown line '" + line
                                + "'; it was changed by hand or written by a later version of the store",
                        unknown);
            }
        });
        return reader.entries;
    }

    private static final class Reader {

        private final Instant writtenAt;
        private final Map<TopicPartition, StoredOffset> entries = new HashMap<>();
        private final Map<Integer, TopicIdentity> identities = new HashMap<>();
        private final Map<Integer, Written> written = new HashMap<>();
        private String topic = "";

        Reader(Instant writtenAt) {
            this.writtenAt = writtenAt;
        }

        void read(List<String> words) {
            switch (words.get(0)) {
                case TOPIC -> {
                    topic = Words.decode(words.get(1));
                    identities.clear();
                    written.clear();
                }
                case IDENTITY -> {
                    TopicIdentity identity =
                            new TopicIdentity(Words.decode(words.get(1)), Uuid.fromString(words.get(2)));
                    PartitionRuns.forEach(words.get(3), partition -> identities.put(partition, identity));
                }
                case WRITTEN -> {
                    Written common = new Written(
                            words.get(1).equals(Words.NONE)
                                    ? Optional.empty()
                                    : WriterName.ofStored(Words.decode(words.get(1))),
                            words.get(2).equals(NOW) ? writtenAt : Instant.parse(words.get(2)));
                    PartitionRuns.forEach(words.get(3), partition -> written.put(partition, common));
                }
                default -> readEntry(Integer.parseInt(words.get(0)), Long.parseLong(words.get(1)));
            }
        }

        private void readEntry(int partition, long offset) {
            // a line that was added by hand has no writer and no time
            Optional<Written> known = Optional.ofNullable(written.get(partition));
            entries.put(
                    new TopicPartition(topic, partition),
                    new StoredOffset(
                            offset,
                            Optional.ofNullable(identities.get(partition)),
                            Optional.of(known.map(Written::time).orElse(writtenAt)),
                            known.flatMap(Written::writer)));
        }
    }

    private record Written(Optional<WriterName> writer, Instant time) {}
}
