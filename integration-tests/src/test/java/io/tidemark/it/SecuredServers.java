package io.tidemark.it;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestMySql;
import io.tidemark.servers.TestZooKeeper;
import io.tidemark.servers.secured.SecuredKafka;
import io.tidemark.servers.secured.SecuredRedis;
import io.tidemark.servers.secured.TestCertificate;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;

/** One server of each kind that wants a login, with the user {@code job}, and what that user may do. */
final class SecuredServers implements AutoCloseable {

    static final String PASSWORD = "battery-staple";

    private static final String USER = "job";

    /** Whose certificate a client trusts. */
    enum Trust {
        RIGHT,
        WRONG
    }

    private final Map<Trust, TestCertificate> certificates;
    private final SecuredKafka kafka;
    private final TestMySql mysql;
    private final TestZooKeeper zooKeeper;
    private final SecuredRedis redis;

    private SecuredServers(Path directory) {
        this.certificates = Map.of(
                Trust.RIGHT, TestCertificate.in(directory, "server"),
                Trust.WRONG, TestCertificate.in(directory, "other"));
        TestCertificate own = certificate(Trust.RIGHT);
        this.kafka = new SecuredKafka(own);
        this.mysql = TestMySql.start(
                ServerSetup.standard().file("ssl-cert", own.certificate()).file("ssl-key", own.key()));
        this.zooKeeper = TestZooKeeper.start();
        this.redis = new SecuredRedis(own);
    }

    /** Starts them all, with the user and her rights as the stores' pages name them. */
    static SecuredServers start(Path directory) {
        SecuredServers servers = new SecuredServers(directory);
        servers.allowEverywhere();
        return servers;
    }

    private void allowEverywhere() {
        kafka.addUser(USER, PASSWORD);
        kafka.allow(USER, ResourceType.TOPIC, "__tidemark_offsets", READ, WRITE, CREATE);
        try (OpenOffsetStore tables = OffsetStores.open(
                mysql.jdbcUrl(), Map.of("layout", "own", "user", mysql.user(), "password", mysql.password()))) {
            // as the first start of a stream does, which creates the table of governors
            tables.store().recordGovernor(new GroupId("first"), Governor.store());
        }
        sql("CREATE USER job IDENTIFIED BY '" + PASSWORD + "' REQUIRE SSL");
        sql("GRANT SELECT, INSERT, UPDATE, DELETE ON tidemark.tidemark_offset TO job");
        sql("GRANT SELECT, INSERT, DELETE ON tidemark.tidemark_offset_history TO job");
        sql("GRANT SELECT, INSERT, UPDATE ON tidemark.tidemark_loss TO job");
        sql("GRANT SELECT, INSERT, UPDATE ON tidemark.tidemark_governor TO job");
        try (RedisClient operator = RedisClient.create(redis.server().uri())) {
            operator.executeCommand(
                    new CommandArguments(Command.ACL).add("SETUSER").addObjects((Object[])
                            ("job reset on >" + PASSWORD + " ~tidemark:* +evalsha +eval +evalsha_ro +eval_ro"
                                            + " +exists +hmget +hget +hset +hdel +hgetall +hkeys +expireat"
                                            + " +zadd +zcard +zrange +zremrangebyscore +time +info")
                                    .split(" ", -1)));
        }
    }

    private void sql(String statement) {
        try (Connection connection = DriverManager.getConnection(mysql.jdbcUrl(), mysql.user(), mysql.password());
                Statement statements = connection.createStatement()) {
            statements.execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException("Cannot prepare the login", failure);
        }
    }

    private TestCertificate certificate(Trust trust) {
        return certificates.getOrDefault(trust, certificates.values().iterator().next());
    }

    /** A topic that no other test has. */
    String newTopic(int partitions) {
        String topic = "t-" + UUID.randomUUID().toString().substring(0, 8);
        kafka.server().createTopic(topic, partitions);
        return topic;
    }

    /** What a job of a group needs of the broker. */
    void allowJob(String group, String topic) {
        kafka.allow(USER, ResourceType.GROUP, group, READ);
        kafka.allow(USER, ResourceType.TOPIC, topic, READ);
        kafka.allow(USER, ResourceType.TRANSACTIONAL_ID, "tidemark-" + group, WRITE);
    }

    /** Appends the values as an operator, spread over the partitions in turn. */
    void produce(String topic, int partitions, int from, int until) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.server().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            IntStream.range(from, until).forEach(value -> {
                byte[] text = Integer.toString(value).getBytes(StandardCharsets.UTF_8);
                var unused = producer.send(new ProducerRecord<>(topic, value % partitions, null, text));
            });
        }
    }

    /** Host and port of a store's server, as messages name it. */
    String address(Store kind) {
        return switch (kind) {
            case MYSQL -> mysql.address();
            case ZOOKEEPER -> zooKeeper.address();
            case KAFKA -> kafka.address();
        };
    }

    /** Makes what belongs to the user, so that others are refused. */
    void prepare(Store kind) {
        if (kind == Store.ZOOKEEPER) {
            try (OpenOffsetStore opened = open(kind, PASSWORD, Trust.RIGHT)) {
                opened.store()
                        .initialize(
                                new GroupId("stranger"), Map.of(new TopicPartition("orders", 0), StoredOffset.of(0)));
            }
        }
    }

    /** Opens a store as a job does. */
    OpenOffsetStore open(Store kind, String password, Trust trust) {
        return OffsetStores.open(url(kind), settings(kind, password, trust));
    }

    /** Where a store is; no secret is in it. */
    String url(Store kind) {
        return switch (kind) {
            case MYSQL -> mysql.jdbcUrl();
            case ZOOKEEPER -> "zookeeper://" + zooKeeper.address();
            case KAFKA -> "kafka://" + kafka.address();
        };
    }

    /** What is set beside a store's URL. */
    Map<String, String> settings(Store kind, String password, Trust trust) {
        TestCertificate trusted = certificate(trust);
        Map<String, String> settings = new HashMap<>(Map.of("user", USER, "password", password));
        switch (kind) {
            case MYSQL -> {
                settings.put("layout", "own");
                settings.put("driver.sslMode", "VERIFY_CA");
                settings.put(
                        "driver.trustCertificateKeyStoreUrl",
                        trusted.trustStore().toUri().toString());
                settings.put("driver.trustCertificateKeyStoreType", "PKCS12");
                settings.put("driver.trustCertificateKeyStorePassword", trusted.password());
            }
            case ZOOKEEPER -> {}
            case KAFKA -> SecuredKafka.trust(trusted).forEach((key, value) -> settings.put("kafka." + key, value));
        }
        return settings;
    }

    /** What a job connects to the broker with. */
    Map<String, Object> kafkaParams(String password, Trust trust) {
        Map<String, Object> params = new HashMap<>(SecuredKafka.trust(certificate(trust)));
        params.put("bootstrap.servers", kafka.address());
        params.put("security.protocol", "SASL_SSL");
        params.put("sasl.mechanism", "SCRAM-SHA-512");
        params.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + password + "\";");
        return params;
    }

    /** Starts a job that counts every value into a sink. */
    ManagedStream start(OffsetStore store, Sink sink, String group, String topic) {
        return ManagedStream.of(LocalSpark.CONTEXT, store, settings(group, topic, PASSWORD, Trust.RIGHT))
                .exactlyOnceInto(
                        sink.sink(),
                        batch ->
                                batch
                                        .records()
                                        .map(order -> new String(order.value(), StandardCharsets.UTF_8))
                                        .collect()
                                        .stream()
                                        .map(value -> Measurement.timeless(
                                                "seen", Map.of("value", value), new MetricValue.Sum(1)))
                                        .toList());
    }

    /** Starts a job that does nothing with what it reads. */
    ManagedStream startWithoutSink(OffsetStore store, String password, Trust trust) {
        return ManagedStream.of(LocalSpark.CONTEXT, store, settings("nobody", newTopic(1), password, trust))
                .atLeastOnce(batch -> {});
    }

    private StreamSettings<byte[], byte[]> settings(String group, String topic, String password, Trust trust) {
        return StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                .group(group)
                .topics(topic)
                .kafka(kafkaParams(password, trust))
                .batchInterval(Duration.ofMillis(200))
                .clusterTimeout(Duration.ofSeconds(10))
                .shutdownHook(StreamSettings.ShutdownHook.OFF)
                .build();
    }

    /** A sink over TLS with a login. */
    Sink sink(String password, Trust trust) {
        TestCertificate trusted = certificate(trust);
        return new Sink(RedisClient.builder()
                .hostAndPort(new HostAndPort("localhost", redis.tlsPort()))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .user(USER)
                        .password(password)
                        .sslOptions(SslOptions.builder()
                                .truststore(
                                        trusted.trustStore().toFile(),
                                        trusted.password().toCharArray())
                                .trustStoreType("PKCS12")
                                .build())
                        .build())
                .build());
    }

    @Override
    public void close() {
        redis.close();
        zooKeeper.close();
        mysql.close();
        kafka.close();
    }

    /** The sink in Redis, and what it holds. */
    record Sink(RedisClient client) implements AutoCloseable {

        MetricSink sink() {
            return new RedisMetricSink(
                    client, RedisMetricSinkSettings.builder().keepForever().build());
        }

        /** How often each value was counted. */
        SortedMap<Integer, Long> counted(String group) {
            MetricQuery.Totals totals = new MetricQuery.Totals("seen", Period.all());
            SortedMap<Integer, Long> counted = new TreeMap<>();
            new RedisMetricReader(client)
                    .read(new GroupId(group), List.of(totals))
                    .totals(totals)
                    .forEach((tags, value) -> counted.put(
                            Integer.valueOf(tags.getOrDefault("value", "-1")), ((MetricValue.Sum) value).value()));
            return counted;
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
