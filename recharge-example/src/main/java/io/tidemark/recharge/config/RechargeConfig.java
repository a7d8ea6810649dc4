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
 * The configuration of all commands of the example. Read by {@link ConfigFiles}.
 *
 * @param group the group of the offsets and of the metrics
 * @param preset the preset that the dictionary is based on
 * @param dictionary the meaning of the log's fields
 * @param deadLetterTopic the topic of rejected records
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
     * The topic of the log.
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

    /** The store of the offsets. */
    public sealed interface StoreConfig {

        /**
         * In MySQL or MariaDB.
         *
         * @param url the JDBC URL of the database
         */
        record MySql(String url, String user, Secret password) implements StoreConfig {

            /** The URL without possible secrets: without parameters, and without the part before an {@code @}. */
            public String server() {
                return shown(url);
            }

            @Override
            public String toString() {
                return "MySql[" + server() + ", " + user + "]";
            }
        }

        /**
         * In PostgreSQL.
         *
         * @param url the JDBC URL of the database
         */
        record PostgreSql(String url, String user, Secret password) implements StoreConfig {

            /** The URL without what may be a secret. */
            public String server() {
                return shown(url);
            }

            @Override
            public String toString() {
                return "PostgreSql[" + server() + ", " + user + "]";
            }
        }

        private static String shown(String url) {
            boolean plain = !url.contains("@") && !url.contains("(");
            return plain ? url.split("[?;]", 2)[0] : url.split("//", 2)[0] + "//...";
        }

        /**
         * In ZooKeeper.
         *
         * @param connectString servers, and optionally a chroot
         * @param user the owner of the nodes; empty if everybody may change them
         */
        record ZooKeeper(String connectString, Duration sessionTimeout, String user, Secret password)
                implements StoreConfig {}

        /**
         * In HBase.
         *
         * @param url the servers and the table, as for {@code OffsetStores.open}
         * @param properties settings beside the URL, for the store and for HBase's client
         */
        record HBase(String url, Map<String, String> properties) implements StoreConfig {}

        /**
         * In Kafka itself.
         *
         * @param cluster the connection settings of its clients; its topic is not used
         */
        record Kafka(KafkaConfig cluster) implements StoreConfig {}

        /**
         * In HDFS.
         *
         * @param url the directory, with the name node or the name service
         * @param settings the settings of the store and of Hadoop's client, by their names in the URL's query
         */
        record Hdfs(String url, Map<String, String> settings) implements StoreConfig {

            public Hdfs {
                settings = Map.copyOf(settings);
            }
        }
    }

    /** The available stores. */
    public enum StoreType {
        MYSQL,
        POSTGRESQL,
        ZOOKEEPER,
        HBASE,
        KAFKA,
        HDFS
    }

    /**
     * The Redis of the metrics.
     *
     * @param retainMinutes how long values by the minute are kept; empty means forever
     * @param retainHours how long values by the hour are kept; empty means forever
     * @param retainDays how long values by the day are kept; empty means forever
     * @param maxWriteSize the maximum number of values that one write changes
     * @param expectedDays the expected maximum number of days of metrics; the job warns if there are more
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

        /** Host and port, without possible secrets. */
        public String server() {
            return url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        }

        @Override
        public String toString() {
            return "RedisConfig[" + server() + ", " + user + ", " + timeout + ", " + retainMinutes + ", " + retainHours
                    + ", " + retainDays + ", " + maxWriteSize + ", " + expectedDays + "]";
        }
    }

    /** The engines of the job. */
    public enum Engine {
        /** Spark Streaming. */
        DSTREAMS,
        /** Structured Streaming. */
        STRUCTURED
    }

    /**
     * The settings of the job.
     *
     * @param master Spark's master; empty if {@code spark-submit} sets it
     * @param checkpoint the checkpoint directory of the structured query; empty for a temporary one
     */
    public record JobConfig(
            Engine engine,
            Optional<String> checkpoint,
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
