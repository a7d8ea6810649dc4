package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.options.DateTimes;
import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.PartitionOrder;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import picocli.CommandLine.TypeConversionException;

/**
 * A group's state in a JSON file.
 *
 * @param group the group
 * @param offsets its entries
 * @param receipts its receipts
 */
record GroupFile(GroupId group, Map<TopicPartition, StoredOffset> offsets, List<LossReceipt> receipts) {

    static final String FORMAT = "tidemark-offsets/1";

    GroupFile {
        offsets = Map.copyOf(offsets);
        receipts = List.copyOf(receipts);
    }

    Set<String> topics() {
        Set<String> topics = new HashSet<>();
        offsets.keySet().forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    ObjectNode json(String store, Instant now) {
        ObjectNode object = Json.object()
                .put("format", FORMAT)
                .put("group", group.value())
                .put("store", store)
                .put("exportedAt", now.toString());
        ArrayNode entries = object.putArray("offsets");
        PartitionOrder.sorted(offsets).forEach((partition, stored) -> entries.add(Json.of(partition, stored)));
        ArrayNode losses = object.putArray("receipts");
        receipts.forEach(receipt -> losses.add(Json.of(receipt)));
        return object;
    }

    /** The offsets alone, as <code>{"topic":{"0":100}}</code>. */
    ObjectNode startingOffsets() {
        ObjectNode object = Json.object();
        PartitionOrder.sorted(offsets).forEach((partition, stored) -> {
            String topic = partition.topic();
            ObjectNode partitions = object.get(topic) instanceof ObjectNode begun ? begun : object.putObject(topic);
            partitions.put(Integer.toString(partition.partition()), stored.offset());
        });
        return object;
    }

    /**
     * Reads a file that {@code export} has written, now or with a later version that has more fields: fields that are
     * not known are ignored, and receipts may be missing.
     *
     * @throws IllegalArgumentException if it is not such a file, with the place
     */
    static GroupFile read(JsonNode object) {
        if (!FORMAT.equals(object.path("format").asText())) {
            throw new IllegalArgumentException(
                    "its format is \"" + object.path("format").asText() + "\", and not \"" + FORMAT + "\"");
        }
        GroupId group = new GroupId(text(object, "group", "the file"));
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        for (JsonNode entry : array(object, "offsets")) {
            String place = "offsets entry " + (offsets.size() + 1);
            TopicPartition partition = partition(entry, place);
            StoredOffset stored =
                    new StoredOffset(number(entry, "offset", place), identity(entry, place), Optional.empty());
            if (offsets.put(partition, stored) != null) {
                throw new IllegalArgumentException(partition + " occurs twice");
            }
        }
        List<LossReceipt> receipts = new ArrayList<>();
        for (JsonNode entry : object.has("receipts") ? array(object, "receipts") : Json.object()) {
            receipts.add(receipt(group, entry, "receipts entry " + (receipts.size() + 1)));
        }
        return new GroupFile(group, offsets, receipts);
    }

    private static LossReceipt receipt(GroupId group, JsonNode entry, String place) {
        return new LossReceipt(
                group,
                partition(entry, place),
                identity(entry, place),
                number(entry, "from", place),
                number(entry, "until", place),
                LossReceipt.Reason.valueOf(text(entry, "reason", place)),
                OutOfRangePolicy.valueOf(text(entry, "policy", place)),
                time(text(entry, "time", place), place));
    }

    private static Instant time(String text, String place) {
        try {
            return DateTimes.parse(text);
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    private static TopicPartition partition(JsonNode entry, String place) {
        long partition = number(entry, "partition", place);
        if (partition > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(place + " has no partition with number " + partition);
        }
        return new TopicPartition(text(entry, "topic", place), (int) partition);
    }

    private static Optional<TopicIdentity> identity(JsonNode entry, String place) {
        return entry.path("topicId").isTextual()
                ? Optional.of(new TopicIdentity(
                        text(entry, "clusterId", place), Uuid.fromString(text(entry, "topicId", place))))
                : Optional.empty();
    }

    private static JsonNode array(JsonNode object, String key) {
        JsonNode array = object.path(key);
        if (!array.isArray()) {
            throw new IllegalArgumentException("\"" + key + "\" is missing or not a list");
        }
        return array;
    }

    private static String text(JsonNode object, String key, String place) {
        JsonNode value = object.path(key);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException(place + " has no text \"" + key + "\"");
        }
        return value.asText();
    }

    private static long number(JsonNode object, String key, String place) {
        JsonNode value = object.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new IllegalArgumentException(place + " has no whole number \"" + key + "\" from 0 on");
        }
        return value.asLong();
    }
}
