package io.tidemark.recharge.demo;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import io.tidemark.recharge.job.KafkaClients;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.Opening;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.RunningJob;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.recharge.load.TopicAccess;
import io.tidemark.recharge.servers.LocalServers;
import io.tidemark.spark.StreamSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running demo: servers, the job on them, and further parts. Closing it ends all of them in the reverse order of
 * their start. {@link #close} is thread-safe.
 */
final class Demo implements AutoCloseable {

    static final String TOPIC = "recharge-log";
    static final int PARTITIONS = 6;

    private static final String CHECKPOINT = "checkpoint";

    /** Before Spark's own hooks, which Hadoop's manager runs with the priorities 40 and 50. */
    private static final int BEFORE_SPARK = 100;

    private static final Duration SHUTDOWN_LIMIT = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final RechargeConfig config;
    private final MetricsConnection metrics;
    private final RunningJob job;
    private final TopicAccess topic;
    private final DataDirectory directory;

    /**
     * Starts servers and job, and ends them in order when the process is asked to end. If something cannot start,
     * everything that has started is closed.
     */
    static Demo start(DemoOptions options) {
        Demo demo = new Demo(options);
        ShutdownHookManager.get()
                .addShutdownHook(demo::close, BEFORE_SPARK, SHUTDOWN_LIMIT.toSeconds(), TimeUnit.SECONDS);
        return demo;
    }

    private Demo(DemoOptions options) {
        try {
            directory = added(DataDirectory.open(options));
            Opening<JavaSparkContext> spark =
                    added(Opening.begin(() -> SparkContexts.create("recharge-demo", Optional.of("local[*]"))));
            LocalServers servers = added(LocalServers.start(
                    options.store(), name -> ServerOptions.at(directory.path().resolve(name))));
            config = ConfigFiles.read(Optional.empty(), Map.of(), settings(options, directory, servers));
            if (options.engine() == Engine.DSTREAMS) {
                // the checkpoint of the query is outdated when the other engine has moved the group
                directory.remove(CHECKPOINT);
            }
            topic = added(new TopicAccess(KafkaClients.params(config.kafka())));
            topic.createIfMissing(TOPIC, PARTITIONS);
            metrics = added(MetricsConnection.open(config.redis()));
            StoreConnection store = added(StoreConnection.open(config.store()));
            job = added(RechargeJob.start(
                    config,
                    spark.get(),
                    store.store(),
                    metrics.sink(),
                    metrics.reader(),
                    StreamSettings.ShutdownHook.OFF));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Adds a part that is closed before the job ends. */
    synchronized <T extends AutoCloseable> T added(T part) {
        parts.push(part);
        return part;
    }

    RechargeConfig config() {
        return config;
    }

    GroupId group() {
        return new GroupId(config.group());
    }

    DataDirectory directory() {
        return directory;
    }

    /** The current end of each partition of the topic. */
    Map<TopicPartition, Long> ends() {
        return topic.ends(TOPIC);
    }

    /** The settings of Kafka's clients. */
    Map<String, Object> kafka() {
        return KafkaClients.params(config.kafka());
    }

    MetricReader reader() {
        return metrics.reader();
    }

    MetricSink sink() {
        return metrics.sink();
    }

    RunningJob job() {
        return job;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("Ending {} failed", part, e);
            }
        }
    }

    private static Map<String, String> settings(DemoOptions options, DataDirectory directory, LocalServers servers) {
        Map<String, String> settings = new HashMap<>(servers.settings());
        settings.put("preset", options.preset());
        settings.put("kafka.topic", TOPIC);
        settings.put("job.engine", options.engine().name());
        settings.put(
                "job.checkpoint", directory.path().resolve(CHECKPOINT).toUri().toString());
        settings.put("job.batch-interval", options.batchInterval().toMillis() + "ms");
        return settings;
    }
}
