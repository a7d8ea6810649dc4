package io.tidemark.spark;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.cluster.KafkaParams;
import io.tidemark.stream.keeping.KeepingSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Everything that a managed stream wants to know. Immutable; made by {@link #builder}.
 *
 * @param group the group that the offsets are kept for
 * @param topics what to read
 * @param kafka the consumer's settings as Kafka names them; {@code bootstrap.servers} at least. {@code group.id}, the
 *     deserializers, {@code enable.auto.commit} and {@code auto.offset.reset} are the stream's own and refused here.
 * @param keyDeserializer makes the keys, on the executors
 * @param valueDeserializer makes the values, on the executors
 * @param batchInterval how often a batch is formed
 * @param startPosition where a topic starts that nothing is stored of; default earliest
 * @param outOfRange what to do with stored offsets that cannot be resumed; default to fail
 * @param emptySink what to do when the sink is empty and the store is not; default to fail
 * @param restarts how often a failed stream is started again; default never
 * @param maxRecordsPerBatch the most offsets that one batch covers, shared out over the partitions by their lag;
 *     default 1,000,000. At least one of every partition that has any is covered, however small the number; offsets
 *     that retention has deleted do not count. Spark's own rate limits and back pressure apply besides.
 * @param discoveryInterval how often new partitions and topics are looked for; default 10 s
 * @param clusterTimeout how long the driver waits for an answer of the cluster; default 30 s
 * @param readTimeout how long an executor waits for records that the broker said are there; default 60 s
 * @param consumerIdleTimeout how long an executor keeps a consumer that no batch uses; default 5 min. All consumers are
 *     closed when the stream has ended
 * @param stopTimeout how long a stop, or a stream that ends because a look at the cluster failed, waits for the running
 *     batch before it is cut off; default 60 s
 * @param shutdownHook whether the stream stops by itself, gracefully, when the process is asked to end; default on
 * @param stopMarker a file, on any file system that Spark's Hadoop client reads, whose appearance stops the stream
 *     gracefully; it is left where it is
 * @param listeners who hears what happens
 * @param clock dates receipts and reports
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public record StreamSettings<K, V>(
        GroupId group,
        TopicSelection topics,
        Map<String, Object> kafka,
        Class<? extends Deserializer<K>> keyDeserializer,
        Class<? extends Deserializer<V>> valueDeserializer,
        Duration batchInterval,
        StartPosition startPosition,
        OutOfRangePolicies outOfRange,
        EmptySinkPolicy emptySink,
        RestartPolicy restarts,
        long maxRecordsPerBatch,
        Duration discoveryInterval,
        Duration clusterTimeout,
        Duration readTimeout,
        Duration consumerIdleTimeout,
        Duration stopTimeout,
        ShutdownHook shutdownHook,
        Optional<URI> stopMarker,
        List<StreamListener> listeners,
        Clock clock) {

    public StreamSettings {
        kafka = Map.copyOf(kafka);
        listeners = List.copyOf(listeners);
    }

    /** The part of these settings that the keeping of offsets uses. */
    KeepingSettings keeping(List<StreamListener> all) {
        KeepingSettings.Builder builder = KeepingSettings.builder()
                .group(group.value())
                .topics(topics)
                .kafka(kafka)
                .startPosition(startPosition)
                .outOfRange(outOfRange)
                .emptySink(emptySink)
                .maxRecordsPerBatch(maxRecordsPerBatch)
                .discoveryInterval(discoveryInterval)
                .clusterTimeout(clusterTimeout)
                .clock(clock);
        all.forEach(builder::listener);
        return builder.build();
    }

    /**
     * All settings; of Kafka's, the values that are no secrets by Kafka's own definition, and the names of the others.
     */
    @Override
    public String toString() {
        return "StreamSettings[group=" + group + ", topics=" + topics + ", kafka=" + KafkaParams.shown(kafka)
                + ", keyDeserializer=" + keyDeserializer.getName() + ", valueDeserializer="
                + valueDeserializer.getName()
                + ", batchInterval=" + batchInterval + ", startPosition=" + startPosition + ", outOfRange=" + outOfRange
                + ", emptySink=" + emptySink + ", restarts=" + restarts + ", maxRecordsPerBatch=" + maxRecordsPerBatch
                + ", discoveryInterval=" + discoveryInterval + ", clusterTimeout=" + clusterTimeout + ", readTimeout="
                + readTimeout + ", consumerIdleTimeout=" + consumerIdleTimeout + ", stopTimeout=" + stopTimeout
                + ", shutdownHook=" + shutdownHook + ", stopMarker="
                + stopMarker.map(StreamSettings::withoutUser).orElse("none")
                + ", listeners=" + listeners.size() + "]";
    }

    /** A URI may hold a user's name and password. */
    private static String withoutUser(URI uri) {
        return uri.getRawUserInfo() == null
                ? uri.toString()
                : uri.toString().replace(uri.getRawUserInfo() + "@", "***@");
    }

    /** Whether a stream stops by itself when the process is asked to end. */
    public enum ShutdownHook {
        /** It finishes its batch, commits it and ends; the process waits for that. */
        ON,
        /** Whoever made it stops it, or it is cut off, as in a crash. */
        OFF
    }

    /**
     * Begins settings.
     *
     * @param keyDeserializer makes the keys, on the executors; public with a public constructor without arguments
     * @param valueDeserializer makes the values, on the executors; the same
     */
    public static <K, V> Builder<K, V> builder(
            Class<? extends Deserializer<K>> keyDeserializer, Class<? extends Deserializer<V>> valueDeserializer) {
        return new Builder<>(keyDeserializer, valueDeserializer);
    }

    /** The values of settings, named one by one. Not thread-safe. */
    public static final class Builder<K, V> {

        private final Class<? extends Deserializer<K>> keyDeserializer;
        private final Class<? extends Deserializer<V>> valueDeserializer;
        private Optional<GroupId> group = Optional.empty();
        private Optional<TopicSelection> topics = Optional.empty();
        private Map<String, Object> kafka = Map.of();
        private Duration batchInterval = Duration.ofSeconds(1);
        private StartPosition startPosition = StartPosition.earliest();
        private OutOfRangePolicies outOfRange = OutOfRangePolicies.all(OutOfRangePolicy.FAIL);
        private EmptySinkPolicy emptySink = EmptySinkPolicy.FAIL;
        private RestartPolicy restarts = RestartPolicy.none();
        private long maxRecordsPerBatch = 1_000_000;
        private Duration discoveryInterval = Duration.ofSeconds(10);
        private Duration clusterTimeout = Duration.ofSeconds(30);
        private Duration readTimeout = Duration.ofSeconds(60);
        private Duration consumerIdleTimeout = Duration.ofMinutes(5);
        private Duration stopTimeout = Duration.ofSeconds(60);
        private ShutdownHook shutdownHook = ShutdownHook.ON;
        private Optional<URI> stopMarker = Optional.empty();
        private final List<StreamListener> listeners = new ArrayList<>();
        private Clock clock = Clock.systemUTC();

        private Builder(
                Class<? extends Deserializer<K>> keyDeserializer, Class<? extends Deserializer<V>> valueDeserializer) {
            this.keyDeserializer = keyDeserializer;
            this.valueDeserializer = valueDeserializer;
        }

        /** See {@link StreamSettings#group()}. Required. */
        public Builder<K, V> group(String value) {
            group = Optional.of(new GroupId(value));
            return this;
        }

        /** See {@link StreamSettings#topics()}. Required. */
        public Builder<K, V> topics(TopicSelection value) {
            topics = Optional.of(value);
            return this;
        }

        /** See {@link StreamSettings#topics()}. */
        public Builder<K, V> topics(String... names) {
            return topics(TopicSelection.named(names));
        }

        /** See {@link StreamSettings#kafka()}. Required. */
        public Builder<K, V> kafka(Map<String, ?> value) {
            kafka = Map.copyOf(value);
            return this;
        }

        /** See {@link StreamSettings#batchInterval()}. */
        public Builder<K, V> batchInterval(Duration value) {
            batchInterval = value;
            return this;
        }

        /** See {@link StreamSettings#startPosition()}. */
        public Builder<K, V> startPosition(StartPosition value) {
            startPosition = value;
            return this;
        }

        /** See {@link StreamSettings#outOfRange()}. */
        public Builder<K, V> outOfRange(OutOfRangePolicies value) {
            outOfRange = value;
            return this;
        }

        /** One policy for all that can be wrong with a stored offset. */
        public Builder<K, V> outOfRange(OutOfRangePolicy value) {
            return outOfRange(OutOfRangePolicies.all(value));
        }

        /** See {@link StreamSettings#emptySink()}. */
        public Builder<K, V> emptySink(EmptySinkPolicy value) {
            emptySink = value;
            return this;
        }

        /** See {@link StreamSettings#restarts()}. */
        public Builder<K, V> restarts(RestartPolicy value) {
            restarts = value;
            return this;
        }

        /** See {@link StreamSettings#maxRecordsPerBatch()}. */
        public Builder<K, V> maxRecordsPerBatch(long value) {
            maxRecordsPerBatch = value;
            return this;
        }

        /** See {@link StreamSettings#discoveryInterval()}. */
        public Builder<K, V> discoveryInterval(Duration value) {
            discoveryInterval = value;
            return this;
        }

        /** See {@link StreamSettings#clusterTimeout()}. */
        public Builder<K, V> clusterTimeout(Duration value) {
            clusterTimeout = value;
            return this;
        }

        /** See {@link StreamSettings#readTimeout()}. */
        public Builder<K, V> readTimeout(Duration value) {
            readTimeout = value;
            return this;
        }

        /** See {@link StreamSettings#consumerIdleTimeout()}. */
        public Builder<K, V> consumerIdleTimeout(Duration value) {
            consumerIdleTimeout = value;
            return this;
        }

        /** See {@link StreamSettings#stopTimeout()}. */
        public Builder<K, V> stopTimeout(Duration value) {
            stopTimeout = value;
            return this;
        }

        /** See {@link StreamSettings#shutdownHook()}. */
        public Builder<K, V> shutdownHook(ShutdownHook value) {
            shutdownHook = value;
            return this;
        }

        /** See {@link StreamSettings#stopMarker()}. */
        public Builder<K, V> stopMarker(URI value) {
            stopMarker = Optional.of(value);
            return this;
        }

        /** Adds a listener. */
        public Builder<K, V> listener(StreamListener value) {
            listeners.add(value);
            return this;
        }

        /** See {@link StreamSettings#clock()}. */
        public Builder<K, V> clock(Clock value) {
            clock = value;
            return this;
        }

        /**
         * Makes the settings. What they say is checked when a stream is started with them, together with Spark's own
         * configuration, so that one message names all that is wrong.
         *
         * @throws IllegalArgumentException if group or topics are not set
         */
        public StreamSettings<K, V> build() {
            List<String> missing = new ArrayList<>();
            if (group.isEmpty()) {
                missing.add("no group is set");
            }
            if (topics.isEmpty()) {
                missing.add("no topics are set");
            }
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException("Cannot make a stream's settings: " + String.join("; ", missing));
            }
            return new StreamSettings<>(
                    group.orElseThrow(),
                    topics.orElseThrow(),
                    kafka,
                    keyDeserializer,
                    valueDeserializer,
                    batchInterval,
                    startPosition,
                    outOfRange,
                    emptySink,
                    restarts,
                    maxRecordsPerBatch,
                    discoveryInterval,
                    clusterTimeout,
                    readTimeout,
                    consumerIdleTimeout,
                    stopTimeout,
                    shutdownHook,
                    stopMarker,
                    listeners,
                    clock);
        }
    }
}
