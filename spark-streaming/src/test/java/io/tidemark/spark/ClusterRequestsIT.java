package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.verification.ClusterLogReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How many requests go over the wire, as the admin client counts them itself. Fails where topics are described by name:
 * a broker of Kafka 3.9 answers with two thousand partitions at a time.
 */
@Tag("long")
class ClusterRequestsIT {

    /** One more than a broker's page holds. With 10,000, by hand, there were the same 11 requests, in 2.6 s. */
    private static final int MANY = Integer.getInteger("tidemark.partitions", 2_001);

    /** A controller makes only so many at a time, and a busy machine takes a while for them. */
    private static final int STEP = 1_000;

    @Test
    void aStartOnManyPartitionsTakesAsManyRequestsAsOnOne() {
        String small = TestCluster.newTopic(1);
        String large = TestCluster.newTopic(1);
        for (int partitions = 1; partitions < MANY; ) {
            partitions = Math.min(partitions + STEP, MANY);
            TestCluster.addPartitions(large, partitions);
            awaitPartitions(large, partitions);
        }
        // a broker that is still at making them is asked again and again
        requests(large, MANY);
        assertThat(requests(large, MANY)).isEqualTo(requests(small, 1)).isLessThan(15);
    }

    private static void awaitPartitions(String topic, int partitions) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() ->
                        TestCluster.await(TestCluster.admin()
                                                .describeTopics(List.of(topic))
                                                .allTopicNames())
                                        .values()
                                        .stream()
                                        .flatMap(described -> described.partitions().stream())
                                        .filter(partition -> partition.leader() != null)
                                        .count()
                                == partitions);
    }

    private static long requests(String topic, int partitions) {
        try (Admin admin = Admin.create(TestCluster.params())) {
            ClusterLogReader reader =
                    new ClusterLogReader(admin, IsolationLevel.READ_UNCOMMITTED, Duration.ofSeconds(30));
            // connects
            assertThat(reader.topicsMatching(Pattern.compile(".*"))).contains(topic);
            long before = sent(admin);
            long began = System.nanoTime();
            Set<TopicPartition> found = reader.logs(Set.of(topic)).keySet();
            assertThat(found).hasSize(partitions);
            assertThat(reader.offsetsAt(Instant.EPOCH, found)).hasSize(partitions);
            long requests = sent(admin) - before;
            System.out.printf(
                    "%d partitions: %d requests, %d ms%n",
                    partitions, requests, (System.nanoTime() - began) / 1_000_000);
            return requests;
        }
    }

    private static long sent(Admin admin) {
        return admin.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("request-total")
                        && metric.getKey().group().equals("admin-client-metrics")
                        && metric.getKey().tags().keySet().equals(Set.of("client-id")))
                .mapToLong(metric -> Math.round((Double) metric.getValue().metricValue()))
                .sum();
    }
}
