package io.tidemark.offset.verification;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * An admin client of a cluster in memory, whose partitions each hold the offsets from 3 to 10, and which counts its
 * calls.
 */
final class CountingAdmin implements InvocationHandler {

    private final Map<String, TopicDescription> topics = new TreeMap<>();
    private final List<String> hidden = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    /** What is told next. */
    private final Map<TopicPartition, Deque<Long>> ends = new HashMap<>();

    private String clusterId = "memory";
    private long ids = 100;
    private boolean asksById = true;

    Admin admin() {
        return (Admin) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Admin.class}, this);
    }

    /** Creates a topic, or creates it again. */
    Uuid create(String topic, int partitions) {
        return create(topic, partitions, new Uuid(0, ++ids));
    }

    Uuid create(String topic, int partitions, Uuid id) {
        topics.put(
                topic,
                new TopicDescription(
                        topic,
                        false,
                        IntStream.range(0, partitions)
                                .mapToObj(partition -> new TopicPartitionInfo(partition, null, List.of(), List.of()))
                                .toList(),
                        null,
                        id));
        return id;
    }

    /** It is another cluster from here on. */
    void rename(String id) {
        clusterId = id;
    }

    /** The ends that it tells, one after the other. */
    void tellEnds(TopicPartition partition, Long... told) {
        ends.put(partition, new ArrayDeque<>(List.of(told)));
    }

    void delete(String topic) {
        topics.remove(topic);
    }

    /** The client may not see it any more. */
    void hide(String topic) {
        hidden.add(topic);
    }

    /** As brokers that know ids but cannot be asked by them. */
    void refuseIds() {
        asksById = false;
    }

    /** The calls since the last time that they were taken. */
    List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        // a call without options hands on to the one with them
        if (method.isDefault()) {
            try {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
        calls.add(method.getName());
        return switch (method.getName()) {
            case "describeCluster" ->
                made(
                        DescribeClusterResult.class,
                        KafkaFuture.completedFuture(List.of()),
                        KafkaFuture.completedFuture(null),
                        KafkaFuture.completedFuture(clusterId),
                        KafkaFuture.completedFuture(null));
            case "listTopics" -> made(ListTopicsResult.class, KafkaFuture.completedFuture(listings()));
            case "describeTopics" -> new Described((TopicCollection) arguments[0], this::byId, this::byName);
            case "listOffsets" -> offsets((Map<TopicPartition, OffsetSpec>) arguments[0]);
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Map<String, TopicListing> listings() {
        Map<String, TopicListing> listings = new HashMap<>();
        topics.forEach((name, topic) -> {
            if (!hidden.contains(name)) {
                listings.put(name, new TopicListing(name, topic.topicId(), false));
            }
        });
        return listings;
    }

    private KafkaFuture<TopicDescription> byId(Uuid id) {
        if (!asksById) {
            return failed(new UnsupportedVersionException("an older broker"));
        }
        return topics.values().stream()
                .filter(topic -> topic.topicId().equals(id) && !hidden.contains(topic.name()))
                .findAny()
                .map(KafkaFuture::completedFuture)
                .orElseGet(() -> failed(new UnknownTopicIdException("no topic id " + id)));
    }

    private KafkaFuture<TopicDescription> byName(String name) {
        if (hidden.contains(name)) {
            return failed(new TopicAuthorizationException("Not authorized to access topics: [" + name + "]"));
        }
        TopicDescription topic = topics.get(name);
        return topic == null
                ? failed(new UnknownTopicOrPartitionException("no topic " + name))
                : KafkaFuture.completedFuture(topic);
    }

    private ListOffsetsResult offsets(Map<TopicPartition, OffsetSpec> asked) {
        Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> found = new HashMap<>();
        asked.forEach((partition, spec) -> found.put(
                partition,
                KafkaFuture.completedFuture(new ListOffsetsResultInfo(
                        spec instanceof OffsetSpec.EarliestSpec ? 3 : end(partition),
                        -1,
                        java.util.Optional.empty()))));
        return new ListOffsetsResult(found);
    }

    private long end(TopicPartition partition) {
        Long told = ends.getOrDefault(partition, new ArrayDeque<>()).poll();
        return told == null ? 10 : told;
    }

    private static <T> KafkaFuture<T> failed(Exception cause) {
        org.apache.kafka.common.internals.KafkaFutureImpl<T> future =
                new org.apache.kafka.common.internals.KafkaFutureImpl<>();
        future.completeExceptionally(cause);
        return future;
    }

    /** The results' constructors are not public. */
    private static Object made(Class<?> type, Object... arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Described extends DescribeTopicsResult {

        Described(
                TopicCollection asked,
                Function<Uuid, KafkaFuture<TopicDescription>> byId,
                Function<String, KafkaFuture<TopicDescription>> byName) {
            super(
                    asked instanceof TopicCollection.TopicIdCollection named ? each(named.topicIds(), byId) : null,
                    asked instanceof TopicCollection.TopicNameCollection named
                            ? each(named.topicNames(), byName)
                            : null);
        }

        private static <K> Map<K, KafkaFuture<TopicDescription>> each(
                Collection<K> keys, Function<K, KafkaFuture<TopicDescription>> found) {
            Map<K, KafkaFuture<TopicDescription>> all = new HashMap<>();
            keys.forEach(key -> all.put(key, found.apply(key)));
            return all;
        }
    }
}
