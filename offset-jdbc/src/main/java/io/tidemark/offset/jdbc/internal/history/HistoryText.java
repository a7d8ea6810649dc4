package io.tidemark.offset.jdbc.internal.history;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.history.HistoryEntry.Change;
import io.tidemark.offset.jdbc.history.HistoryEntry.Topic;
import io.tidemark.offset.spi.PercentEncoding;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The text of a write's changes: a line for each topic with its partitions, {@code orders 0:5-8,1:7-9}. {@code 0:-5}
 * was new, {@code 0:5-} was removed, {@code 0:5-0!} moved to another topic with the same name.
 */
final class HistoryText {

    private HistoryText() {}

    static String write(Map<TopicPartition, Change> changes) {
        Map<String, Map<Integer, Change>> byTopic = new TreeMap<>();
        changes.forEach((partition, change) -> byTopic.computeIfAbsent(partition.topic(), unseen -> new TreeMap<>())
                .put(partition.partition(), change));
        StringBuilder text = new StringBuilder();
        byTopic.forEach((topic, partitions) -> text.append(PercentEncoding.URL.encode(topic))
                .append(' ')
                .append(partitions.entrySet().stream()
                        .map(one -> one.getKey() + ":" + write(one.getValue()))
                        .collect(Collectors.joining(",")))
                .append('\n'));
        return text.toString();
    }

    private static String write(Change change) {
        return write(change.from()) + "-" + write(change.until()) + (change.topic() == Topic.OTHER ? "!" : "");
    }

    private static String write(OptionalLong offset) {
        return offset.isPresent() ? Long.toString(offset.getAsLong()) : "";
    }

    /** @throws OffsetStoreException if the text was changed by hand, or written by a later version */
    static Map<TopicPartition, Change> read(String text, String table, long number) {
        Map<TopicPartition, Change> changes = new HashMap<>();
        try {
            text.lines().forEach(line -> readLine(line, changes));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new OffsetStoreException(
                    "Cannot read the history in table " + table + ", number " + number
                            + ": it was changed by hand or written by a later version of the store",
                    e);
        }
        return changes;
    }

    private static void readLine(String line, Map<TopicPartition, Change> changes) {
        int space = line.indexOf(' ');
        String topic = PercentEncoding.decode(line.substring(0, space));
        for (String one : line.substring(space + 1).split(",", -1)) {
            int colon = one.indexOf(':');
            int dash = one.indexOf('-');
            Topic sameTopic = one.endsWith("!") ? Topic.OTHER : Topic.SAME;
            String until = one.substring(dash + 1, sameTopic == Topic.OTHER ? one.length() - 1 : one.length());
            changes.put(
                    new TopicPartition(topic, Integer.parseInt(one.substring(0, colon))),
                    new Change(offset(one.substring(colon + 1, dash)), offset(until), sameTopic));
        }
    }

    private static OptionalLong offset(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
