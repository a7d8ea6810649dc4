package io.tidemark.offset.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Commits of many partitions in requests that a broker takes. */
final class Requests {

    // a request becomes one batch of records, and the largest batch is a megabyte unless somebody has set it
    private static final int REQUEST_BYTES = 400_000;
    private static final int PARTITION_BYTES = 100;

    private Requests() {}

    static List<Map<TopicPartition, OffsetAndMetadata>> of(
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
            if (bytes > REQUEST_BYTES) {
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
}
