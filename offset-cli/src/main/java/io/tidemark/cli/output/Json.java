package io.tidemark.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.StoredOffset;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The JSON that the tool prints and writes to files. */
public final class Json {

    public static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An object that begins with a partition's name. */
    public static ObjectNode of(TopicPartition partition) {
        return object().put("topic", partition.topic()).put("partition", partition.partition());
    }

    /** A partition's entry, with null for values that the store does not keep. */
    public static ObjectNode of(TopicPartition partition, StoredOffset stored) {
        ObjectNode node = of(partition).put("offset", stored.offset());
        node.put("clusterId", stored.identity().map(one -> one.clusterId()).orElse(null));
        node.put(
                "topicId",
                stored.identity().map(one -> one.topicId().toString()).orElse(null));
        node.put("storedAt", text(stored.storedAt()));
        node.put("writer", text(stored.writer()));
        return node;
    }

    public static ObjectNode of(LossReceipt receipt) {
        ObjectNode node = of(receipt.partition());
        node.put("clusterId", receipt.identity().map(one -> one.clusterId()).orElse(null));
        node.put(
                "topicId",
                receipt.identity().map(one -> one.topicId().toString()).orElse(null));
        return node.put("from", receipt.from())
                .put("until", receipt.until())
                .put("count", receipt.count().isPresent() ? (Long) receipt.knownCount() : null)
                .put("atLeast", receipt.knownCount())
                .put("reason", receipt.reason().name())
                .put("policy", receipt.policy().name())
                .put("time", receipt.time().toString());
    }

    public static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write JSON", e);
        }
    }
}
