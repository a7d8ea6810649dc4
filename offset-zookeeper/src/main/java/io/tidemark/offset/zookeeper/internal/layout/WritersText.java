package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.spi.PartitionRuns;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * The text of the last writers of a group's partitions: for each writer and topic a line with the writer's name, the
 * topic's and the partitions, as in {@code worker-3:4711:k3f9x2 orders 0-9,12}.
 */
public final class WritersText {

    /** Every write sends it, so it must not grow without limit; writers beyond this limit are not recorded. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final byte[] NOBODY = {};

    private WritersText() {}

    static byte[] write(Map<TopicPartition, WriterName> writers) {
        Map<String, SortedSet<Integer>> lines = new TreeMap<>();
        writers.forEach((partition, writer) -> lines.computeIfAbsent(
                        writer.value() + " " + NodeName.word(partition.topic()), unseen -> new TreeSet<>())
                .add(partition.partition()));
        StringBuilder text = new StringBuilder();
        lines.forEach((words, partitions) -> text.append(words)
                .append(' ')
                .append(PartitionRuns.write(partitions))
                .append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return bytes.length > MAX_BYTES ? NOBODY : bytes;
    }

    /**
     * Reads the text.
     *
     * @return the writer of each partition; empty if the text is not of this version, because no offset depends on it
     */
    public static Map<TopicPartition, WriterName> read(byte[] data, String path) {
        Map<TopicPartition, WriterName> writers = new HashMap<>();
        try {
            NodeText.forEachLine(data, "the writers", path, words -> {
                WriterName writer = new WriterName(words.get(0));
                String topic = NodeName.text(words.get(1));
                PartitionRuns.forEach(
                        words.get(2), partition -> writers.put(new TopicPartition(topic, partition), writer));
            });
        } catch (OffsetStoreException unknown) {
            return Map.of();
        }
        return writers;
    }
}
