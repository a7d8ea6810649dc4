package io.tidemark.recharge.load;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** A loader in a separate process that is killed. Arguments: servers, topic, number of partitions, file. */
final class KilledLoader {

    private KilledLoader() {}

    public static void main(String[] arguments) {
        Map<TopicPartition, Long> bases = new TreeMap<>((one, other) -> one.partition() - other.partition());
        for (int partition = 0; partition < Integer.parseInt(arguments[2]); partition++) {
            bases.put(new TopicPartition(arguments[1], partition), 0L);
        }
        LogLoader.resumable(Map.of("bootstrap.servers", arguments[0]), arguments[1], bases)
                .load(Path.of(arguments[3]), bytes -> {});
    }
}
