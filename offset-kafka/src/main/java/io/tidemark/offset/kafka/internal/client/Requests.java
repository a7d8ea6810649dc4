package io.tidemark.offset.kafka.internal.client;

import io.tidemark.offset.spi.KafkaRemedies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidCommitOffsetSizeException;
import org.apache.kafka.common.errors.UnknownServerException;

/**
 * Splits commits of many partitions into requests that a broker accepts. A request becomes one batch of records in the
 * topic {@code __consumer_offsets}, so its size is limited by that topic's {@code max.message.bytes}. The limit is not
 * known to clients: a request that the broker refuses as too large makes all later ones smaller. Safe for use by
 * several threads.
 */
public final class Requests {

    /** Less than half of the default of max.message.bytes. */
    private static final int FIRST_LIMIT = 400_000;

    private static final int PARTITION_BYTES = 100;

    private volatile int limit = FIRST_LIMIT;

    /** Splits a commit; each request has at least one partition. */
    public List<Map<TopicPartition, OffsetAndMetadata>> of(
            String group, Map<TopicPartition, OffsetAndMetadata> committed) {
        List<Map<TopicPartition, OffsetAndMetadata>> requests = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
        int bytes = 0;
        int groupBytes = group.getBytes(StandardCharsets.UTF_8).length;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> one : committed.entrySet()) {
            bytes += PARTITION_BYTES
                    + groupBytes
                    + one.getKey().topic().length()
                    + one.getValue().metadata().length();
            current.put(one.getKey(), one.getValue());
            if (bytes > limit) {
                requests.add(current);
                current = new HashMap<>();
                bytes = 0;
            }
        }
        if (!current.isEmpty()) {
            requests.add(current);
        }
        return requests;
    }

    /**
     * Makes requests smaller if a failure reports that one was too large. Brokers since Kafka 4 report it as an unknown
     * error of the server; if that persists for requests of one partition, the size is not the reason, and requests get
     * their first size again.
     *
     * @return whether the same commit in smaller requests can succeed: not after another failure, and not if a request
     *     had one partition only
     */
    public boolean shrinkAfter(KafkaException failure) {
        boolean unknown = isUnknown(failure);
        if (!unknown && !KafkaRemedies.isKind(failure, InvalidCommitOffsetSizeException.class)) {
            return false;
        }
        if (limit <= PARTITION_BYTES) {
            limit = unknown ? FIRST_LIMIT : limit;
            return false;
        }
        limit /= 2;
        return true;
    }

    /** Whether the broker reports an error that it has no name for. */
    public static boolean isUnknown(KafkaException failure) {
        return KafkaRemedies.isKind(failure, UnknownServerException.class);
    }
}
