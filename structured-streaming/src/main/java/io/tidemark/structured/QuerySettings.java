package io.tidemark.structured;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.cluster.KafkaParams;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The settings of a managed query, with the names and defaults of a managed stream's. Immutable; made by
 * {@link #builder}.
 *
 * <pre>{@code
 * QuerySettings settings = QuerySettings.builder()
 *         .group("orders-by-city")
 *         .topics("orders")
 *         .kafka(Map.of("bootstrap.servers", "kafka:9092"))
 *         .checkpoint("hdfs:///checkpoints/orders-by-city")
 *         .batchInterval(Duration.ofSeconds(5))
 *         .restarts(RestartPolicy.times(5))
 *         .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class QuerySettings {

    private final GroupId group;
    private final TopicSelection topics;
    private final Map<String, Object> kafka;
    private final String checkpoint;
    private final Trigger trigger;
    private final OutputMode outputMode;
    private final Optional<String> name;
    private final StartPosition startPosition;
    private final OutOfRangePolicies outOfRange;
    private final EmptySinkPolicy emptySink;
    private final EmptyStatePolicy emptyState;
    private final RestartPolicy restarts;
    private final long maxRecordsPerBatch;
    private final Duration clusterTimeout;
    private final Duration readTimeout;
    private final Duration stopTimeout;
    private final ShutdownHook shutdownHook;
    private final Map<String, String> options;
    private final List<StreamListener> listeners;
    private final Clock clock;

    private QuerySettings(Builder from, GroupId group, TopicSelection topics, String checkpoint) {
        this.group = group;
        this.topics = topics;
        this.checkpoint = checkpoint;
        kafka = from.kafka;
        trigger = from.trigger;
        outputMode = from.outputMode;
        name = from.name;
        startPosition = from.startPosition;
        outOfRange = from.outOfRange;
        emptySink = from.emptySink;
        emptyState = from.emptyState;
        restarts = from.restarts;
        maxRecordsPerBatch = from.maxRecordsPerBatch;
        clusterTimeout = from.clusterTimeout;
        readTimeout = from.readTimeout;
        stopTimeout = from.stopTimeout;
        shutdownHook = from.shutdownHook;
        options = Map.copyOf(from.options);
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

    /** The consumer's settings as Kafka names them; {@code bootstrap.servers} at least. */
    public Map<String, Object> kafka() {
        return kafka;
    }

    /** The checkpoint directory of the query, on any file system that Spark's Hadoop client reads. */
    public String checkpoint() {
        return checkpoint;
    }

    /** When batches are formed; default every second. */
    public Trigger trigger() {
        return trigger;
    }

    /** Which rows of its result the query writes; default append. */
    public OutputMode outputMode() {
        return outputMode;
    }

    /** The name of the query in Spark's UI and progress; default none. */
    public Optional<String> name() {
        return name;
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

    /** What a stateful query does if its checkpoint is empty and the store is not; default to fail. */
    public EmptyStatePolicy emptyState() {
        return emptyState;
    }

    /** How often a failed query is restarted; default never. */
    public RestartPolicy restarts() {
        return restarts;
    }

    /**
     * The most offsets that one batch covers; default 1,000,000. It is the option {@code maxOffsetsPerTrigger} of
     * Spark's source, which shares them out over the partitions by their lag.
     */
    public long maxRecordsPerBatch() {
        return maxRecordsPerBatch;
    }

    /** How long the driver waits for an answer of the cluster; default 30 s. */
    public Duration clusterTimeout() {
        return clusterTimeout;
    }

    /** How long an executor waits for records that the broker said are there; default 60 s. */
    public Duration readTimeout() {
        return readTimeout;
    }

    /** How long a stop waits for the running batch before it is cut off; default 60 s. */
    public Duration stopTimeout() {
        return stopTimeout;
    }

    /** Whether the query stops gracefully by itself when the process is asked to end; default on. */
    public ShutdownHook shutdownHook() {
        return shutdownHook;
    }

    /** Further options of Spark's source, such as {@code minPartitions} or {@code includeHeaders}. */
    public Map<String, String> options() {
        return options;
    }

    /** Who receives the events. */
    public List<StreamListener> listeners() {
        return listeners;
    }

    /** Dates receipts, reports and events; default the system's. */
    public Clock clock() {
        return clock;
    }

    /** All settings; of Kafka's, the values that are no secrets by Kafka's own definition, and the names of others. */
    @Override
    public String toString() {
        return "QuerySettings[group=" + group + ", topics=" + topics + ", kafka=" + KafkaParams.shown(kafka)
                + ", checkpoint=" + checkpoint + ", trigger=" + trigger + ", outputMode=" + outputMode + ", name="
                + name.orElse("none") + ", startPosition=" + startPosition + ", outOfRange=" + outOfRange
                + ", emptySink=" + emptySink + ", emptyState=" + emptyState + ", restarts=" + restarts
                + ", maxRecordsPerBatch=" + maxRecordsPerBatch + ", clusterTimeout=" + clusterTimeout + ", readTimeout="
                + readTimeout + ", stopTimeout=" + stopTimeout + ", shutdownHook=" + shutdownHook + ", options="
                + options.keySet() + ", listeners=" + listeners.size() + "]";
    }

    /**
     * Whether a query stops by itself when the process is asked to end.
     *
     * @since 0.1
     */
    public enum ShutdownHook {
        /** It finishes its batch, commits it and ends; the process waits for that. */
        ON,
        /** The program stops it. If it does not, the batch is cut off, as in a crash. */
        OFF
    }

    /**
     * The values of settings, named one by one. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private Optional<GroupId> group = Optional.empty();
        private Optional<TopicSelection> topics = Optional.empty();
        private Map<String, Object> kafka = Map.of();
        private Optional<String> checkpoint = Optional.empty();
        private Trigger trigger = Trigger.ProcessingTime("1 second");
        private OutputMode outputMode = OutputMode.Append();
        private Optional<String> name = Optional.empty();
        private StartPosition startPosition = StartPosition.earliest();
        private OutOfRangePolicies outOfRange = OutOfRangePolicies.all(OutOfRangePolicy.FAIL);
        private EmptySinkPolicy emptySink = EmptySinkPolicy.FAIL;
        private EmptyStatePolicy emptyState = EmptyStatePolicy.FAIL;
        private RestartPolicy restarts = RestartPolicy.none();
        private long maxRecordsPerBatch = 1_000_000;
        private Duration clusterTimeout = Duration.ofSeconds(30);
        private Duration readTimeout = Duration.ofSeconds(60);
        private Duration stopTimeout = Duration.ofSeconds(60);
        private ShutdownHook shutdownHook = ShutdownHook.ON;
        private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final List<StreamListener> listeners = new ArrayList<>();
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** See {@link QuerySettings#group()}. Required. */
        public Builder group(String value) {
            group = Optional.of(new GroupId(value));
            return this;
        }

        /** See {@link QuerySettings#topics()}. Required. */
        public Builder topics(TopicSelection value) {
            topics = Optional.of(value);
            return this;
        }

        /** See {@link QuerySettings#topics()}. */
        public Builder topics(String... names) {
            return topics(TopicSelection.named(names));
        }

        /** See {@link QuerySettings#kafka()}. Required. */
        public Builder kafka(Map<String, ?> value) {
            kafka = Map.copyOf(value);
            return this;
        }

        /** See {@link QuerySettings#checkpoint()}. Required. */
        public Builder checkpoint(String value) {
            checkpoint = Optional.of(value);
            return this;
        }

        /** Forms a batch in this interval; see {@link QuerySettings#trigger()}. */
        public Builder batchInterval(Duration value) {
            return trigger(Trigger.ProcessingTime(value.toMillis()));
        }

        /** See {@link QuerySettings#trigger()}. All triggers except the continuous one. */
        public Builder trigger(Trigger value) {
            trigger = value;
            return this;
        }

        /** See {@link QuerySettings#outputMode()}. */
        public Builder outputMode(OutputMode value) {
            outputMode = value;
            return this;
        }

        /** See {@link QuerySettings#name()}. */
        public Builder name(String value) {
            name = Optional.of(value);
            return this;
        }

        /** See {@link QuerySettings#startPosition()}. */
        public Builder startPosition(StartPosition value) {
            startPosition = value;
            return this;
        }

        /** See {@link QuerySettings#outOfRange()}. */
        public Builder outOfRange(OutOfRangePolicies value) {
            outOfRange = value;
            return this;
        }

        /** One policy for every reason why a stored offset cannot be resumed. */
        public Builder outOfRange(OutOfRangePolicy value) {
            return outOfRange(OutOfRangePolicies.all(value));
        }

        /** See {@link QuerySettings#emptySink()}. */
        public Builder emptySink(EmptySinkPolicy value) {
            emptySink = value;
            return this;
        }

        /** See {@link QuerySettings#emptyState()}. */
        public Builder emptyState(EmptyStatePolicy value) {
            emptyState = value;
            return this;
        }

        /** See {@link QuerySettings#restarts()}. */
        public Builder restarts(RestartPolicy value) {
            restarts = value;
            return this;
        }

        /** See {@link QuerySettings#maxRecordsPerBatch()}. */
        public Builder maxRecordsPerBatch(long value) {
            maxRecordsPerBatch = value;
            return this;
        }

        /** See {@link QuerySettings#clusterTimeout()}. */
        public Builder clusterTimeout(Duration value) {
            clusterTimeout = value;
            return this;
        }

        /** See {@link QuerySettings#readTimeout()}. */
        public Builder readTimeout(Duration value) {
            readTimeout = value;
            return this;
        }

        /** See {@link QuerySettings#stopTimeout()}. */
        public Builder stopTimeout(Duration value) {
            stopTimeout = value;
            return this;
        }

        /** See {@link QuerySettings#shutdownHook()}. */
        public Builder shutdownHook(ShutdownHook value) {
            shutdownHook = value;
            return this;
        }

        /** Adds an option of Spark's source; see {@link QuerySettings#options()}. */
        public Builder option(String option, String value) {
            options.put(option, value);
            return this;
        }

        /** Adds a listener. */
        public Builder listener(StreamListener value) {
            listeners.add(value);
            return this;
        }

        /** See {@link QuerySettings#clock()}. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @throws IllegalArgumentException if something is missing or wrong; the message names all problems
         */
        public QuerySettings build() {
            List<String> problems = new ArrayList<>();
            if (group.isEmpty()) {
                problems.add("no group is set");
            }
            if (topics.isEmpty()) {
                problems.add("no topics are set");
            }
            if (!kafka.containsKey("bootstrap.servers")) {
                problems.add("bootstrap.servers is not set");
            }
            if (checkpoint.filter(text -> !text.isBlank()).isEmpty()) {
                problems.add("no checkpoint directory is set");
            }
            if (trigger.getClass() == Trigger.Continuous(1).getClass()) {
                problems.add("the trigger is continuous, which has no batches that could be committed; use"
                        + " batchInterval or Trigger.AvailableNow()");
            }
            topics.filter(TopicSelection.Matching.class::isInstance)
                    .map(TopicSelection.Matching.class::cast)
                    .filter(matching -> matching.pattern().flags() != 0)
                    .ifPresent(matching -> problems.add("the pattern of the topics, '" + matching.pattern()
                            + "', has flags, which Spark's source does not take; write them in the pattern, such as"
                            + " (?i)"));
            options.keySet().stream()
                    .filter(QueryOptions::isSetting)
                    .forEach(option -> problems.add(
                            "the option " + option + " belongs to a setting of its own; use the method of that name"));
            positive(problems, "maxRecordsPerBatch", maxRecordsPerBatch > 0, maxRecordsPerBatch);
            positive(problems, "clusterTimeout", clusterTimeout.toMillis() > 0, clusterTimeout);
            positive(problems, "readTimeout", readTimeout.toMillis() > 0, readTimeout);
            if (stopTimeout.isNegative()) {
                problems.add("stopTimeout must not be negative, but is " + stopTimeout);
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("Cannot make a query's settings: " + String.join("; ", problems));
            }
            return new QuerySettings(this, group.orElseThrow(), topics.orElseThrow(), checkpoint.orElseThrow());
        }

        private static void positive(List<String> problems, String name, boolean isPositive, Object value) {
            if (!isPositive) {
                problems.add(name + " must be greater than zero, but is " + value);
            }
        }
    }
}
