package io.tidemark.structured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * The offsets of partitions, in the JSON of Spark's Kafka source: <code>{"orders":{"0":100,"1":97}}</code>. A
 * checkpoint that was written by one of the two sources can be read by the other.
 */
final class Positions extends Offset {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<TopicPartition, Long> offsets;

    Positions(Map<TopicPartition, Long> offsets) {
        this.offsets = Map.copyOf(offsets);
    }

    /** @throws IllegalArgumentException if the text is not of this form */
    static Positions parse(String json) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        JsonNode topics = tree(json);
        topics.fieldNames().forEachRemaining(topic -> {
            JsonNode partitions = topics.path(topic);
            partitions.fieldNames().forEachRemaining(partition -> {
                JsonNode offset = partitions.path(partition);
                if (!partition.matches("\\d{1,9}") || !offset.canConvertToLong() || offset.longValue() < 0) {
                    throw malformed(json);
                }
                offsets.put(new TopicPartition(topic, Integer.parseInt(partition)), offset.longValue());
            });
            if (!partitions.isObject()) {
                throw malformed(json);
            }
        });
        return new Positions(offsets);
    }

    /**
     * The partitions in the JSON of the option {@code assign}: <code>{"orders":[0,1]}</code>.
     *
     * @throws IllegalArgumentException if the text is not of this form, or names no partition
     */
    static Set<TopicPartition> partitions(String json) {
        Set<TopicPartition> partitions = new HashSet<>();
        JsonNode topics = tree(json);
        topics.fieldNames().forEachRemaining(topic -> {
            for (JsonNode partition : topics.path(topic)) {
                if (!partition.isInt() || partition.intValue() < 0) {
                    throw malformed(json);
                }
                partitions.add(new TopicPartition(topic, partition.intValue()));
            }
            if (!topics.path(topic).isArray()) {
                throw malformed(json);
            }
        });
        if (partitions.isEmpty()) {
            throw malformed(json);
        }
        return partitions;
    }

    private static JsonNode tree(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            // reported below, without the parser's excerpt
        }
        throw malformed(json);
    }

    private static IllegalArgumentException malformed(String json) {
        return new IllegalArgumentException("Cannot read offsets from '" + json
                + "': they must have the form {\"topic\":{\"0\":100}}, with offsets that are not negative");
    }

    Map<TopicPartition, Long> offsets() {
        return offsets;
    }

    @Override
    public String json() {
        Map<String, Map<Integer, Long>> topics = new TreeMap<>();
        offsets.forEach((partition, offset) -> topics.computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                .put(partition.partition(), offset));
        return text(topics);
    }

    /** Partitions as the option {@code assign} has them. */
    static String json(Set<TopicPartition> partitions) {
        Map<String, Set<Integer>> topics = new TreeMap<>();
        partitions.forEach(partition -> topics.computeIfAbsent(partition.topic(), topic -> new TreeSet<>())
                .add(partition.partition()));
        return text(topics);
    }

    private static String text(Map<String, ?> topics) {
        try {
            return JSON.writeValueAsString(topics);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write offsets as JSON: " + topics, e);
        }
    }
}
