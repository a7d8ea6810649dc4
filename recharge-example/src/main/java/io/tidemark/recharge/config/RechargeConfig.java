package io.tidemark.recharge.config;

import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.settings.Secret;
import io.tidemark.stream.EmptySinkPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the example's commands are told by its configuration. Read by {@link ConfigFiles}.
 *
 * @param group the group, of the offsets and of the metrics
 * @param preset the preset that the dictionary is based on
 * @param dictionary what the log's fields mean
 * @param deadLetterTopic the topic that rejected records go to
 */
public record RechargeConfig(
        String group,
        String preset,
        TagDictionary dictionary,
        KafkaConfig kafka,
        String deadLetterTopic,
        StoreConfig store,
        RedisConfig redis,
        JobConfig job) {

    /**
     * Where the log is.
     *
     * @param properties further settings of the consumers, as Kafka names them; they may hold secrets
     */
    public record KafkaConfig(String bootstrapServers, String topic, Map<String, String> properties) {
        public KafkaConfig {
            properties = Map.copyOf(properties);
        }

        @Override
        public String toString() {
            return "KafkaConfig[" + bootstrapServers + ", " + topic + ", " + properties.keySet() + "]";
        }
    }

    /** Where the offsets are kept. */
    public sealed interface StoreConfig {

        /**
         * In MySQL or MariaDB.
         *
         * @param url the JDBC URL of the database
         */
        record MySql(String url, String user, Secret password) implements StoreConfig {

            /** The URL without what may be a secret: parameters, and whatever is before an {@code @}. */
            public String server() {
                boolean plain = !url.contains("@") && !url.contains("(");
                return plain ? url.split("[?;]", 2)[0] : url.split("//", 2)[0] + "//...";
            }

            @Override
            public String toString() {
                return "MySql[" + server() + ", " + user + "]";
            }
        }

        /**
         * In ZooKeeper.
         *
         * @param connectString servers, and a chroot where there is one
         * @param user who the nodes belong to; empty where they are open to all
         */
        record ZooKeeper(String connectString, Duration sessionTimeout, String user, Secret password)
                implements StoreConfig {}

        /**
         * In Kafka itself.
         *
         * @param cluster how its clients connect; the topic is not theirs
         */
        record Kafka(KafkaConfig cluster) implements StoreConfig {}
    }

    /** The stores to choose from. */
    public enum StoreType {
        MYSQL,
        ZOOKEEPER,
        KAFKA
    }

    /**
     * Where the metrics are.
     *
     * @param retainMinutes how long values by the minute are kept; empty for ever
     * @param retainHours how long values by the hour are kept; empty for ever
     * @param retainDays how long values by the day are kept; empty means forever
     * @param maxWriteSize the most values that one write changes
     * @param expectedDays the most days of metrics that are expected; the job warns of more
     */
    public record RedisConfig(
            URI url,
            String user,
            Secret password,
            Duration timeout,
            Optional<Duration> retainMinutes,
            Optional<Duration> retainHours,
            Optional<Duration> retainDays,
            int maxWriteSize,
            int expectedDays) {

        /** Host and port, without what may be a secret. */
        public String server() {
            return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        }

        @Override
        public String toString() {
            return "RedisConfig[" + server() + ", " + user + ", " + timeout + ", " + retainMinutes + ", " + retainHours
                    + ", " + retainDays + ", " + maxWriteSize + ", " + expectedDays + "]";
        }
    }

    /**
     * How the job runs.
     *
     * @param master Spark's master; empty where {@code spark-submit} says it
     */
    public record JobConfig(
            Optional<String> master,
            Duration batchInterval,
            long maxRecordsPerBatch,
            StartPosition start,
            OutOfRangePolicy outOfRange,
            EmptySinkPolicy emptySink,
            int restarts,
            Duration stopTimeout,
            Optional<URI> stopMarker) {}
}
