package io.tidemark.stream.keeping;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.spi.Problems;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.cluster.KafkaParams;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The settings of the keeping of offsets, the same for every engine. Immutable; made by {@link #builder}.
 *
 * <pre>{@code
 * KeepingSettings settings = KeepingSettings.builder()
 *         .group("orders")
 *         .topics("orders")
 *         .kafka(Map.of("bootstrap.servers", "kafka:9092"))
 *         .maxRecordsPerBatch(10_000)
 *         .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class KeepingSettings {

    private final GroupId group;
    private final TopicSelection topics;
    private final Map<String, Object> kafka;
    private final StartPosition startPosition;
    private final OutOfRangePolicies outOfRange;
    private final EmptySinkPolicy emptySink;
    private final long maxRecordsPerBatch;
    private final Duration discoveryInterval;
    private final Duration clusterTimeout;
    private final List<StreamListener> listeners;
    private final Clock clock;

    private KeepingSettings(Builder from, GroupId group, TopicSelection topics) {
        this.group = group;
        this.topics = topics;
        kafka = from.kafka;
        startPosition = from.startPosition;
        outOfRange = from.outOfRange;
        emptySink = from.emptySink;
        maxRecordsPerBatch = from.maxRecordsPerBatch;
        discoveryInterval = from.discoveryInterval;
        clusterTimeout = from.clusterTimeout;
        listeners = List.copyOf(from.listeners);
        clock = from.clock;
    }

    /** Begins settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** The group that the offsets are kept for. */
    public GroupId group() {
        return group;
    }

    /** What to read. */
    public TopicSelection topics() {
        return topics;
    }

    /** The consumer's settings as Kafka names them. */
    public Map<String, Object> kafka() {
        return kafka;
    }

    /** Where to start a topic for which the group has no stored offset; default earliest. */
    public StartPosition startPosition() {
        return startPosition;
    }

    /** What to do with stored offsets that cannot be resumed; default to fail. */
    public OutOfRangePolicies outOfRange() {
        return outOfRange;
    }

    /** What to do if the sink is empty and the store is not; default to fail. */
    public EmptySinkPolicy emptySink() {
        return emptySink;
    }

    /** The most offsets that one batch covers, shared out over the partitions by their lag; default 1,000,000. */
    public long maxRecordsPerBatch() {
        return maxRecordsPerBatch;
    }

    /** How often to check for new topics and partitions; default 10 s. */
    public Duration discoveryInterval() {
        return discoveryInterval;
    }

    /** How long to wait for an answer of the cluster; default 30 s. */
    public Duration clusterTimeout() {
        return clusterTimeout;
    }

    /** Who receives the events. */
    public List<StreamListener> listeners() {
        return listeners;
    }

    /** Dates receipts and reports. */
    public Clock clock() {
        return clock;
    }

    /**
     * The settings of a consumer that reads the ranges of a batch, without deserializers. It has no group and commits
     * nothing, and it fails where an offset is out of range instead of moving elsewhere: the policy decides then.
     */
    public Map<String, Object> consumerParams() {
        return KafkaParams.ofConsumer(kafka);
    }

    /** All settings; of Kafka's, only the values that are not secret by Kafka's own definition. */
    @Override
    public String toString() {
        return "KeepingSettings[group=" + group + ", topics=" + topics + ", kafka=" + KafkaParams.shown(kafka)
                + ", startPosition=" + startPosition + ", outOfRange=" + outOfRange + ", emptySink=" + emptySink
                + ", maxRecordsPerBatch=" + maxRecordsPerBatch + ", discoveryInterval=" + discoveryInterval
                + ", clusterTimeout=" + clusterTimeout + ", listeners=" + listeners.size() + "]";
    }

    /** The values of settings, named one by one. Not thread-safe. */
    public static final class Builder {

        private Optional<GroupId> group = Optional.empty();
        private Optional<TopicSelection> topics = Optional.empty();
        private Map<String, Object> kafka = Map.of();
        private StartPosition startPosition = StartPosition.earliest();
        private OutOfRangePolicies outOfRange = OutOfRangePolicies.all(OutOfRangePolicy.FAIL);
        private EmptySinkPolicy emptySink = EmptySinkPolicy.FAIL;
        private long maxRecordsPerBatch = 1_000_000;
        private Duration discoveryInterval = Duration.ofSeconds(10);
        private Duration clusterTimeout = Duration.ofSeconds(30);
        private final List<StreamListener> listeners = new ArrayList<>();
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** See {@link KeepingSettings#group()}. Required. */
        public Builder group(String value) {
            group = Optional.of(new GroupId(value));
            return this;
        }

        /** See {@link KeepingSettings#topics()}. Required. */
        public Builder topics(TopicSelection value) {
            topics = Optional.of(value);
            return this;
        }

        /** See {@link KeepingSettings#topics()}. */
        public Builder topics(String... names) {
            return topics(TopicSelection.named(names));
        }

        /** See {@link KeepingSettings#kafka()}. {@code bootstrap.servers} is required. */
        public Builder kafka(Map<String, ?> value) {
            kafka = Map.copyOf(value);
            return this;
        }

        /** See {@link KeepingSettings#startPosition()}. */
        public Builder startPosition(StartPosition value) {
            startPosition = value;
            return this;
        }

        /** See {@link KeepingSettings#outOfRange()}. */
        public Builder outOfRange(OutOfRangePolicies value) {
            outOfRange = value;
            return this;
        }

        /** One policy for every reason why a stored offset cannot be resumed. */
        public Builder outOfRange(OutOfRangePolicy value) {
            return outOfRange(OutOfRangePolicies.all(value));
        }

        /** See {@link KeepingSettings#emptySink()}. */
        public Builder emptySink(EmptySinkPolicy value) {
            emptySink = value;
            return this;
        }

        /** See {@link KeepingSettings#maxRecordsPerBatch()}. */
        public Builder maxRecordsPerBatch(long value) {
            maxRecordsPerBatch = value;
            return this;
        }

        /** See {@link KeepingSettings#discoveryInterval()}. */
        public Builder discoveryInterval(Duration value) {
            discoveryInterval = value;
            return this;
        }

        /** See {@link KeepingSettings#clusterTimeout()}. */
        public Builder clusterTimeout(Duration value) {
            clusterTimeout = value;
            return this;
        }

        /** Adds a listener. */
        public Builder listener(StreamListener value) {
            listeners.add(value);
            return this;
        }

        /** See {@link KeepingSettings#clock()}. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @throws IllegalArgumentException if something is missing or wrong; the message names all problems
         */
        public KeepingSettings build() {
            List<String> problems = new ArrayList<>();
            if (group.isEmpty()) {
                problems.add("no group is set");
            }
            if (topics.isEmpty()) {
                problems.add("no topics are set");
            }
            if (!kafka.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
                problems.add("bootstrap.servers is not set");
            }
            problems.addAll(KafkaParams.problems(kafka));
            if (maxRecordsPerBatch <= 0) {
                problems.add("maxRecordsPerBatch must be at least 1, but is " + maxRecordsPerBatch);
            }
            if (clusterTimeout.toMillis() <= 0) {
                problems.add("clusterTimeout must be at least a millisecond, but is " + clusterTimeout);
            }
            if (discoveryInterval.isNegative()) {
                problems.add("discoveryInterval must not be negative, but is " + discoveryInterval);
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("Cannot make a stream's settings: " + Problems.text(problems));
            }
            return new KeepingSettings(this, group.orElseThrow(), topics.orElseThrow());
        }
    }
}
