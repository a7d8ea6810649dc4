package io.tidemark.it.faults;

import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.embedded.kafka.EmbeddedKafkaCluster;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.OutOfRangePolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A cluster of three nodes, and what tests do to it and its topics. All nodes run and are in sync between two tests.
 */
final class ClusterGround implements AutoCloseable {

    private static final int PARTITIONS = 2;

    private final EmbeddedKafkaCluster cluster = EmbeddedKafkaCluster.start();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    /** Two partitions on all three nodes, of which two have to have a record. */
    String replicatedTopic() {
        cluster.awaitInSync();
        String topic = newName();
        cluster.createTopic(topic, PARTITIONS, Map.of());
        return topic;
    }

    /** One partition on the first two nodes, the first leading; either may lead it alone, whatever it has of it. */
    String uncleanTopic() {
        cluster.awaitInSync();
        String topic = newName();
        NewTopic wanted = new NewTopic(topic, Map.of(0, List.of(1, 2)))
                .configs(Map.of("unclean.leader.election.enable", "true", "min.insync.replicas", "1"));
        get(admin.createTopics(List.of(wanted)).all());
        return topic;
    }

    private static String newName() {
        return "t-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A job on the topic, under a group of the same name. */
    ClusterJob start(String topic, InMemoryMetricSink sink, OutOfRangePolicy policy) {
        return new ClusterJob(cluster, topic, sink, policy);
    }

    List<EmbeddedKafka> nodes() {
        return cluster.nodes();
    }

    void awaitInSync() {
        cluster.awaitInSync();
    }

    /** Who leads the topic's first partition. */
    EmbeddedKafka leader(String topic) {
        return cluster.leader(new TopicPartition(topic, 0));
    }

    /** Who coordinates the transactions of the store, for a group. */
    EmbeddedKafka transactionCoordinator(String group) {
        String id = "tidemark-" + group;
        return cluster.node(
                get(admin.describeTransactions(List.of(id)).description(id)).coordinatorId());
    }

    /**
     * Lets an unclean topic lose what is written to it while its second node is down.
     *
     * @param tail writes what will be lost
     * @param instead is run as soon as the second node leads
     */
    void loseTail(String topic, Runnable tail, Runnable instead) {
        EmbeddedKafka first = cluster.node(1);
        EmbeddedKafka second = cluster.node(2);
        second.kill();
        await().atMost(Ground.RECOVERY).until(() -> inSync(topic) == 1);
        tail.run();
        first.kill();
        // two of three nodes are a majority again, and decide that the second may lead
        second.restart();
        await().atMost(Ground.RECOVERY).until(() -> leader(topic) == second);
        instead.run();
        first.restart();
    }

    private int inSync(String topic) {
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(description -> description.partitions().stream())
                .mapToInt(partition -> partition.isr().size())
                .sum();
    }

    /**
     * Appends the values from one number to another, spread over the topic's partitions in turn, and waits for them.
     */
    void produce(String topic, int from, int until) {
        int partitions = producer.partitionsFor(topic).size();
        List<Future<?>> sent = new ArrayList<>();
        for (int value = from; value < until; value++) {
            byte[] text = Integer.toString(value).getBytes(StandardCharsets.UTF_8);
            sent.add(producer.send(new ProducerRecord<>(topic, value % partitions, null, text)));
        }
        sent.forEach(ClusterGround::get);
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        cluster.close();
    }
}
