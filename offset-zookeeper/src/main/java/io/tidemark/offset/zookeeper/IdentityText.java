package io.tidemark.offset.zookeeper;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * The text of a topic's identities: for each, a line with the cluster's id, the topic's id and the partitions whose
 * offsets belong to it, as in {@code kYn3 hT8pQ 0-9,12}.
 */
final class IdentityText {

    private IdentityText() {}

    static byte[] write(Map<Integer, TopicIdentity> identities) {
        Map<String, SortedSet<Integer>> lines = new TreeMap<>();
        identities.forEach((partition, identity) -> lines.computeIfAbsent(
                        NodeName.word(identity.clusterId()) + " " + identity.topicId(), unseen -> new TreeSet<>())
                .add(partition));
        StringBuilder text = new StringBuilder();
        lines.forEach((words, partitions) ->
                text.append(words).append(' ').append(runs(partitions)).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String runs(SortedSet<Integer> partitions) {
        StringBuilder runs = new StringBuilder();
        int first = -1;
        int last = -1;
        for (int partition : partitions) {
            if (first >= 0 && partition == last + 1) {
                last = partition;
                continue;
            }
            append(runs, first, last);
            first = partition;
            last = partition;
        }
        return append(runs, first, last).toString();
    }

    private static StringBuilder append(StringBuilder runs, int first, int last) {
        if (first < 0) {
            return runs;
        }
        runs.append(runs.isEmpty() ? "" : ",").append(first);
        return first == last ? runs : runs.append('-').append(last);
    }

    /**
     * Reads it back.
     *
     * @param path where it was found, for messages
     * @return the identity of each partition that has one
     * @throws OffsetStoreException if it was written by hand, or by a later version
     */
    static Map<Integer, TopicIdentity> read(byte[] data, String path) {
        Map<Integer, TopicIdentity> identities = new HashMap<>();
        NodeText.forEachLine(data, "the topic's identities", path, words -> {
            TopicIdentity identity = new TopicIdentity(NodeName.text(words.get(0)), Uuid.fromString(words.get(1)));
            for (String run : words.get(2).split(",", -1)) {
                String[] ends = run.split("-", -1);
                long last = Integer.parseInt(ends[ends.length - 1]);
                for (long partition = Integer.parseInt(ends[0]); partition <= last; partition++) {
                    identities.put((int) partition, identity);
                }
            }
        });
        return identities;
    }
}
