package io.tidemark.structured;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
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
        try {
            return JSON.writeValueAsString(topics);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write offsets as JSON: " + topics, e);
        }
    }
}
