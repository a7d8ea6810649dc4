package io.tidemark.spark;

import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.spi.Problems;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.spark.internal.executor.ConsumerFactory;
import io.tidemark.spark.internal.run.RunSettings;
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
 * The settings of a managed stream. Immutable; created with {@link #builder}.
 *
 * <pre>{@code
 * StreamSettings<String, String> settings = StreamSettings.builder(StringDeserializer.class, StringDeserializer.class)
 *         .group("recharge")
 *         .topics("orders")
 *         .kafka(Map.of("bootstrap.servers", "kafka:9092"))
 *         .batchInterval(Duration.ofSeconds(5))
 *         .restarts(RestartPolicy.times(5))
 *         .build();
 * }</pre>
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
public final class StreamSettings<K, V> {

    private final GroupId group;
    private final TopicSelection topics;
    private final Map<String, Object> kafka;
    private final DeserializerSource<K> keyDeserializer;
    private final DeserializerSource<V> valueDeserializer;
    private final Duration batchInterval;
    private final StartPosition startPosition;
    private final OutOfRangePolicies outOfRange;
    private final EmptySinkPolicy emptySink;
    private final RestartPolicy restarts;
    private final PoisonPolicy poison;
    private final long maxRecordsPerBatch;
    private final Duration discoveryInterval;
    private final Duration clusterTimeout;
    private final Duration readTimeout;
    private final Duration consumerIdleTimeout;
    private final Duration stopTimeout;
    private final ShutdownHook shutdownHook;
    private final Optional<URI> stopMarker;
    private final List<StreamListener> listeners;
    private final Clock clock;

    private StreamSettings(Builder<K, V> from, GroupId group, TopicSelection topics) {
        this.group = group;
        this.topics = topics;
        kafka = from.kafka;
        keyDeserializer = from.keyDeserializer;
        valueDeserializer = from.valueDeserializer;
        batchInterval = from.batchInterval;
        startPosition = from.startPosition;
        outOfRange = from.outOfRange;
        emptySink = from.emptySink;
        restarts = from.restarts;
        poison = from.poison;
        maxRecordsPerBatch = from.maxRecordsPerBatch;
        discoveryInterval = from.discoveryInterval;
        clusterTimeout = from.clusterTimeout;
        readTimeout = from.readTimeout;
        consumerIdleTimeout = from.consumerIdleTimeout;
        stopTimeout = from.stopTimeout;
        shutdownHook = from.shutdownHook;
        stopMarker = from.stopMarker;
        listeners = List.copyOf(from.listeners);
        clock = from.clock;
    }

    /** The group that the offsets are kept for. */
    public GroupId group() {
        return group;
    }

    /** What to read. */
    public TopicSelection topics() {
        return topics;
    }

    /**
     * The consumer's settings as Kafka names them; {@code bootstrap.servers} at least. {@code group.id}, the
     * deserializers, {@code enable.auto.commit} and {@code auto.offset.reset} belong to the stream and are refused
     * here.
     */
    public Map<String, Object> kafka() {
        return kafka;
    }

    /** Makes the deserializers of the keys, on the executors. */
    public DeserializerSource<K> keyDeserializer() {
        return keyDeserializer;
    }

    /** Makes the deserializers of the values, on the executors. */
    public DeserializerSource<V> valueDeserializer() {
        return valueDeserializer;
    }

    /** How often a batch is formed; default 1 s. */
    public Duration batchInterval() {
        return batchInterval;
    }

    /** Where to start a topic for which the group has no stored offset; default earliest. */
    public StartPosition startPosition() {
        return startPosition;
    }

    /** What to do with stored offsets that cannot be resumed; the default is to fail. */
    public OutOfRangePolicies outOfRange() {
        return outOfRange;
    }

    /** What to do if the sink has no offsets but the store has; the default is to fail. */
    public EmptySinkPolicy emptySink() {
        return emptySink;
    }

    /** How often a failed stream is restarted; default never. */
    public RestartPolicy restarts() {
        return restarts;
    }

    /**
     * What to do with a record that a deserializer, or the function of {@link Batch#map}, fails on; the default is to
     * fail.
     */
    public PoisonPolicy poison() {
        return poison;
    }

    /**
     * The maximum number of offsets in one batch, distributed over the partitions by their lag; default 1,000,000. A
     * batch has at least one offset of each partition with new records, even if that exceeds the maximum. Offsets
     * that retention has deleted do not count. Spark's rate limits and backpressure also apply.
     *
     * <p>A batch that begins takes those that wait behind it along, up to this maximum, unless Spark's rate limits or
     * backpressure are set: they limit a batch by its interval or by the duration of earlier ones.
     */
    public long maxRecordsPerBatch() {
        return maxRecordsPerBatch;
    }

    /** How often to check for new partitions and topics; default 10 s. */
    public Duration discoveryInterval() {
        return discoveryInterval;
    }

    /** How long the driver waits for an answer of the cluster; default 30 s. */
    public Duration clusterTimeout() {
        return clusterTimeout;
    }

    /** How long an executor waits for records before the end of the log; default 60 s. */
    public Duration readTimeout() {
        return readTimeout;
    }

    /**
     * How long an executor keeps a consumer that no batch uses; default 5 min. All consumers are closed when the stream
     * has ended.
     */
    public Duration consumerIdleTimeout() {
        return consumerIdleTimeout;
    }

    /**
     * How long the stream waits for the running batch before it aborts it, after a stop was requested or a poll has
     * failed; default 60 s.
     */
    public Duration stopTimeout() {
        return stopTimeout;
    }

    /** Whether the stream stops gracefully by itself when the process is asked to end; default on. */
    public ShutdownHook shutdownHook() {
        return shutdownHook;
    }

    /**
     * A file that stops the stream gracefully when it is created, on any file system that Spark's Hadoop client can
     * read. The stream does not delete it. Default none.
     */
    public Optional<URI> stopMarker() {
        return stopMarker;
    }

    /** Who receives the events. */
    public List<StreamListener> listeners() {
        return listeners;
    }

    /** Dates receipts, reports and events; default the system's. */
    public Clock clock() {
        return clock;
    }

    /**
     * The settings of one run.
     *
     * @param all the listeners of the job and of the engine
     */
    RunSettings<K, V> run(List<StreamListener> all) {
        KeepingSettings.Builder keeping = KeepingSettings.builder()
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
        all.forEach(keeping::listener);
        return new RunSettings<>(
                keeping.build(),
                consumers(),
                reachingPoison(),
                batchInterval,
                readTimeout,
                consumerIdleTimeout,
                stopTimeout);
    }

    /** The policy with what its producers need to reach the cluster. */
    PoisonPolicy reachingPoison() {
        return poison instanceof PoisonPolicy.DeadLetters letters ? letters.over(kafka) : poison;
    }

    /** Makes the executors' consumers. */
    ConsumerFactory<K, V> consumers() {
        return new ConsumerFactory<>(
                KafkaParams.ofConsumer(kafka), keyDeserializer.factory(), valueDeserializer.factory());
    }

    /**
     * All settings; of Kafka's, the values that are no secrets by Kafka's own definition, and the names of the others.
     */
    @Override
    public String toString() {
        return "StreamSettings[group=" + group + ", topics=" + topics + ", kafka=" + KafkaParams.shown(kafka)
                + ", keyDeserializer=" + keyDeserializer + ", valueDeserializer="
                + valueDeserializer
                + ", batchInterval=" + batchInterval + ", startPosition=" + startPosition + ", outOfRange=" + outOfRange
                + ", emptySink=" + emptySink + ", restarts=" + restarts + ", poison=" + poison + ", maxRecordsPerBatch="
                + maxRecordsPerBatch
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

    /**
     * Whether a stream stops by itself when the process is asked to end.
     *
     * @since 0.1
     */
    public enum ShutdownHook {
        /** The stream finishes its batch, commits it and ends; the process waits for this. */
        ON,
        /** The program has to stop the stream. Otherwise the batch is aborted, as in a crash. */
        OFF
    }

    /**
     * Returns a builder.
     *
     * @param keyDeserializer deserializes the keys on the executors; public, with a public constructor without
     *     arguments
     * @param valueDeserializer deserializes the values on the executors; public, with such a constructor
     */
    public static <K, V> Builder<K, V> builder(
            Class<? extends Deserializer<K>> keyDeserializer, Class<? extends Deserializer<V>> valueDeserializer) {
        return builder(DeserializerSource.ofClass(keyDeserializer), DeserializerSource.ofClass(valueDeserializer));
    }

    /**
     * Returns a builder of settings with deserializers given as classes, instances or suppliers.
     *
     * @param keyDeserializer makes the deserializers of the keys, on the executors
     * @param valueDeserializer makes the deserializers of the values, on the executors
     */
    public static <K, V> Builder<K, V> builder(
            DeserializerSource<K> keyDeserializer, DeserializerSource<V> valueDeserializer) {
        return new Builder<>(keyDeserializer, valueDeserializer);
    }

    /**
     * Collects the values of settings. Not thread-safe.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @since 0.1
     */
    public static final class Builder<K, V> {

        private final DeserializerSource<K> keyDeserializer;
        private final DeserializerSource<V> valueDeserializer;
        private Optional<GroupId> group = Optional.empty();
        private Optional<TopicSelection> topics = Optional.empty();
        private Map<String, Object> kafka = Map.of();
        private Duration batchInterval = Duration.ofSeconds(1);
        private StartPosition startPosition = StartPosition.earliest();
        private OutOfRangePolicies outOfRange = OutOfRangePolicies.all(OutOfRangePolicy.FAIL);
        private EmptySinkPolicy emptySink = EmptySinkPolicy.FAIL;
        private RestartPolicy restarts = RestartPolicy.none();
        private PoisonPolicy poison = PoisonPolicy.fail();
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

        private Builder(DeserializerSource<K> keyDeserializer, DeserializerSource<V> valueDeserializer) {
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

        /** One policy for every reason why a stored offset cannot be resumed. */
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

        /** See {@link StreamSettings#poison()}. */
        public Builder<K, V> poison(PoisonPolicy value) {
            poison = value;
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
         * Creates the settings. Most values are checked when a stream is started, together with Spark's
         * configuration, so that one message lists all problems.
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
                throw new IllegalArgumentException("Cannot make a stream's settings: " + Problems.text(missing));
            }
            return new StreamSettings<>(this, group.orElseThrow(), topics.orElseThrow());
        }
    }
}
