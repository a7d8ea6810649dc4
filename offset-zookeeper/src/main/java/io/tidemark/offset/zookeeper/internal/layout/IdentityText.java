package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.spi.PartitionRuns;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * The text of a topic's identities: for each, a line with the cluster's id, the topic's id and its partitions, as in
 * {@code kYn3 hT8pQ 0-9,12}.
 */
public final class IdentityText {

    private IdentityText() {}

    public static byte[] write(Map<Integer, TopicIdentity> identities) {
        Map<String, SortedSet<Integer>> lines = new TreeMap<>();
        identities.forEach((partition, identity) -> lines.computeIfAbsent(
                        NodeName.word(identity.clusterId()) + " " + identity.topicId(), unseen -> new TreeSet<>())
                .add(partition));
        StringBuilder text = new StringBuilder();
        lines.forEach((words, partitions) -> text.append(words)
                .append(' ')
                .append(PartitionRuns.write(partitions))
                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the text.
     *
     * @param path where it was found, for messages
     * @return the identity of each partition that has one
     * @throws OffsetStoreException if it was written by hand, or by a later version
     */
    public static Map<Integer, TopicIdentity> read(byte[] data, String path) {
        Map<Integer, TopicIdentity> identities = new HashMap<>();
        NodeText.forEachLine(data, "the topic's identities", path, words -> {
            TopicIdentity identity = new TopicIdentity(NodeName.text(words.get(0)), Uuid.fromString(words.get(1)));
            PartitionRuns.forEach(words.get(2), partition -> identities.put(partition, identity));
        });
        return identities;
    }
}
