package io.tidemark.spark.internal.driver;

import io.tidemark.stream.keeping.LogWatch;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The driver's consumer of Spark's direct stream. The stream only asks such a consumer for the partitions and their
 * ends, and this one answers from a {@link LogWatch}. It joins no group, fetches nothing and has no position of its
 * own, so no rebalance, commit or reset can move the stream.
 *
 * <p>A dynamic proxy, because the interface grows with every release of Kafka's clients: what Spark 3.5 does not call
 * is refused by name.
 */
public final class LogWatchConsumer implements InvocationHandler {

    private final LogWatch watch;
    private final Consumer<RuntimeException> failed;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    private LogWatchConsumer(LogWatch watch, Consumer<RuntimeException> failed) {
        this.watch = watch;
        this.failed = failed;
    }

    /**
     * Makes the consumer.
     *
     * @param failed called when a poll of the cluster fails; the stream then sees no new records until it is stopped
     */
    @SuppressWarnings("unchecked")
    public static <K, V> org.apache.kafka.clients.consumer.Consumer<K, V> on(
            LogWatch watch, Consumer<RuntimeException> failed) {
        return (org.apache.kafka.clients.consumer.Consumer<K, V>) Proxy.newProxyInstance(
                LogWatchConsumer.class.getClassLoader(),
                new Class<?>[] {org.apache.kafka.clients.consumer.Consumer.class},
                new LogWatchConsumer(watch, failed));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "poll" -> poll();
            case "assignment" -> watch.partitions();
            case "position" -> position((TopicPartition) arguments[0]);
            case "seekToEnd" -> seekToEnd((Collection<TopicPartition>) arguments[0]);
            case "paused" -> Set.of();
            case "pause", "resume", "close", "wakeup" -> nothing();
            case "toString" -> "the consumer of a managed stream";
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default ->
                throw new UnsupportedOperationException(
                        "Cannot call " + method + " on a managed stream's consumer: it only tells where the log ends");
        };
    }

    private Object poll() {
        try {
            watch.refresh();
        } catch (RuntimeException e) {
            failed.accept(e);
        }
        return ConsumerRecords.empty();
    }

    private long position(TopicPartition partition) {
        return positions.getOrDefault(partition, watch.next(partition));
    }

    private Object seekToEnd(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = watch.ends();
        partitions.forEach(partition -> positions.put(partition, ends.getOrDefault(partition, watch.next(partition))));
        return nothing();
    }

    @SuppressWarnings("NullAway") // what a void method returns through a proxy
    private static Object nothing() {
        return null;
    }
}
