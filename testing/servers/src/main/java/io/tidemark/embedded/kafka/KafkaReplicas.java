package io.tidemark.embedded.kafka;

import io.tidemark.embedded.EmbeddedServerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** What a cluster says of its replicas, asked until it says what is waited for. */
final class KafkaReplicas {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private KafkaReplicas() {}

    /** The id of the node that leads a partition, once there is one among those that count. */
    static int leader(String bootstrap, TopicPartition partition, IntPredicate counts) {
        return await(bootstrap, "find the leader of " + partition, admin -> leaderNow(admin, partition)
                .filter(counts::test));
    }

    /** Returns when every replica of every topic is in sync. */
    static void awaitInSync(String bootstrap) {
        await(bootstrap, "wait for all replicas", admin -> allInSync(admin) ? Optional.of(true) : Optional.empty());
    }

    @FunctionalInterface
    private interface Question<T> {
        Optional<T> ask(Admin admin) throws ExecutionException, TimeoutException;
    }

    private static <T> T await(String bootstrap, String what, Question<T> question) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String last = "none";
        try (Admin admin = KafkaTopics.admin(bootstrap, ASK)) {
            while (System.nanoTime() < deadline) {
                try {
                    Optional<T> answer = question.ask(admin);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                } catch (ExecutionException | TimeoutException notNow) {
                    last = notNow.toString();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        throw new EmbeddedServerException("Cannot " + what + " on Kafka on " + bootstrap + ": not so within "
                + LIMIT.toSeconds() + " s; last failure: " + last);
    }

    private static Optional<Integer> leaderNow(Admin admin, TopicPartition partition)
            throws ExecutionException, TimeoutException {
        return partitions(admin, Set.of(partition.topic())).stream()
                .filter(info -> info.partition() == partition.partition())
                .map(TopicPartitionInfo::leader)
                .filter(leader -> leader != null && !leader.isEmpty())
                .map(Node::id)
                .findFirst();
    }

    private static boolean allInSync(Admin admin) throws ExecutionException, TimeoutException {
        Set<String> topics = KafkaTopics.await(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names(), ASK);
        return partitions(admin, topics).stream()
                .allMatch(info -> info.isr().size() == info.replicas().size());
    }

    private static List<TopicPartitionInfo> partitions(Admin admin, Set<String> topics)
            throws ExecutionException, TimeoutException {
        return KafkaTopics.await(admin.describeTopics(topics).allTopicNames(), ASK).values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .toList();
    }
}
