package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.OffsetStoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The text of a pending write: a line {@code topic NAME}, then one for each of its partitions with its number, the
 * version of its node ({@code -} if there is none yet) and its next offset ({@code -} if the node will be removed).
 */
public final class PendingText {

    private static final String TOPIC = "topic";
    private static final String NONE = "-";

    private PendingText() {}

    public static byte[] write(List<Change> changes) {
        Map<String, List<Change>> byTopic = new LinkedHashMap<>();
        changes.forEach(change -> byTopic.computeIfAbsent(change.partition().topic(), unseen -> new ArrayList<>())
                .add(change));
        StringBuilder text = new StringBuilder();
        byTopic.forEach((topic, own) -> {
            text.append(TOPIC).append(' ').append(NodeName.word(topic)).append('\n');
            for (Change change : own) {
                text.append(change.partition().partition()).append(' ');
                text.append(
                        change.version().isPresent()
                                ? String.valueOf(change.version().getAsInt())
                                : NONE);
                text.append(' ');
                text.append(
                        change.next().isPresent() ? String.valueOf(change.next().getAsLong()) : NONE);
                text.append('\n');
            }
        });
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the text.
     *
     * @param path where it was found, for messages
     * @return the changes; empty for an empty text
     * @throws OffsetStoreException if it was written by hand, or by a later version
     */
    public static List<Change> read(byte[] data, String path) {
        Reader reader = new Reader();
        NodeText.forEachLine(data, "the pending write", path, reader::read);
        return reader.changes;
    }

    private static final class Reader {

        private final List<Change> changes = new ArrayList<>();
        private String topic = "";

        void read(List<String> words) {
            if (words.get(0).equals(TOPIC)) {
                topic = NodeName.text(words.get(1));
                return;
            }
            String version = words.get(1);
            String next = words.get(2);
            changes.add(new Change(
                    new TopicPartition(topic, Integer.parseInt(words.get(0))),
                    version.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(version)),
                    next.equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(next))));
        }
    }
}
