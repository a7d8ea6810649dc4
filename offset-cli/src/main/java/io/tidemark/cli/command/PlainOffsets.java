package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Offsets in the forms of other tools: the option {@code startingOffsets} of Spark's source, and the lines that {@code
 * kafka-consumer-groups --reset-offsets --export} writes. They have no identities and no receipts.
 */
final class PlainOffsets {

    private PlainOffsets() {}

    /**
     * Reads <code>{"topic":{"0":100}}</code>.
     *
     * @throws IllegalArgumentException if it has another form, with the place
     */
    static GroupFile startingOffsets(JsonNode object, GroupId group) {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> topics = object.fields(); topics.hasNext(); ) {
            Map.Entry<String, JsonNode> topic = topics.next();
            if (!topic.getValue().isObject()) {
                throw new IllegalArgumentException("it has neither \"format\": \"" + GroupFile.FORMAT
                        + "\" nor the form {\"topic\":{\"0\":100}} of startingOffsets");
            }
            topic.getValue()
                    .fields()
                    .forEachRemaining(entry -> put(
                            offsets,
                            topic.getKey(),
                            entry.getKey(),
                            entry.getValue().asText(),
                            topic.getKey() + " " + entry.getKey()));
        }
        return new GroupFile(group, offsets, List.of());
    }

    /**
     * Reads lines {@code topic,partition,offset}, or {@code group,topic,partition,offset}. Quotes, blank lines and a
     * line of titles are allowed.
     *
     * @throws IllegalArgumentException if a line has another form, with its number
     */
    static GroupFile lines(String text, GroupId group) {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            List<String> cells = cells(lines.get(number - 1));
            String place = "line " + number;
            if (cells.equals(List.of("")) || (number == 1 && cells.contains("partition"))) {
                continue;
            }
            if (cells.size() < 3 || cells.size() > 4) {
                throw new IllegalArgumentException(
                        place + " is neither topic,partition,offset nor group,topic,partition,offset");
            }
            if (cells.size() == 4 && !cells.get(0).equals(group.value())) {
                continue;
            }
            List<String> last = cells.subList(cells.size() - 3, cells.size());
            put(offsets, last.get(0), last.get(1), last.get(2), place);
        }
        return new GroupFile(group, offsets, List.of());
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        Arrays.stream(line.split(",", -1))
                .map(String::strip)
                .map(cell -> cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                        ? cell.substring(1, cell.length() - 1)
                        : cell)
                .forEach(cells::add);
        return cells;
    }

    private static void put(
            Map<TopicPartition, StoredOffset> offsets, String topic, String partition, String offset, String place) {
        TopicPartition key;
        long value;
        try {
            key = new TopicPartition(topic, Integer.parseInt(partition));
            value = Long.parseLong(offset);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    place + " has no whole number for partition and offset: '" + partition + "', '" + offset + "'", e);
        }
        if (key.partition() < 0 || value < 0) {
            throw new IllegalArgumentException(place + " has partition " + partition + " and offset " + offset
                    + ": both must be at least 0; -1 and -2 stand for the ends of a log, which only a job can ask for");
        }
        if (offsets.put(key, StoredOffset.of(value)) != null) {
            throw new IllegalArgumentException(key + " occurs twice");
        }
    }
}
