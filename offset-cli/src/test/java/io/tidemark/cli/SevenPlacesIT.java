package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.hbase.EmbeddedHBase;
import io.tidemark.embedded.hdfs.EmbeddedHdfs;
import io.tidemark.embedded.postgresql.EmbeddedPostgreSql;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.stream.keeping.BatchLoop;
import io.tidemark.stream.keeping.BatchOutput;
import io.tidemark.stream.keeping.KeepingSettings;
import io.tidemark.stream.keeping.RangeConsumer;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.apache.hadoop.hbase.util.Bytes;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seven places for offsets, and a job that is moved from each to the next while it is stopped. */
@Tag("release")
class SevenPlacesIT {

    private static final EmbeddedHBase HBASE =
            EmbeddedHBase.start(ServerOptions.temporary().startTimeout(Duration.ofMinutes(3)));
    private static final EmbeddedHdfs HDFS = EmbeddedHdfs.start();
    private static final EmbeddedPostgreSql POSTGRESQL = EmbeddedPostgreSql.start();

    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    private static final int PARTITIONS = 3;
    private static final int STEP = 30;

    private final GroupId group = new GroupId("around-" + UUID.randomUUID());
    private final String topic = Servers.newTopic(PARTITIONS);
    private final SortedMap<Integer, Integer> seen = new TreeMap<>();
    private int produced;

    @TempDir
    private Path folder = Path.of("");

    /** A place for offsets, with what the tool and a job need to open it. */
    private record Place(String url, Map<String, String> settings) {}

    private static final Place MYSQL = new Place(
            "mysql://" + Servers.MYSQL.address() + "/tidemark?layout=own",
            Map.of("user", Servers.MYSQL.user(), "password", Servers.MYSQL.password()));
    private static final Place POSTGRES = new Place(
            "postgresql://" + POSTGRESQL.address() + "/tidemark",
            Map.of("user", POSTGRESQL.user(), "password", POSTGRESQL.password()));
    private static final Place ZOOKEEPER =
            new Place("zookeeper://" + Servers.ZOOKEEPER.address() + "/around", Map.of());
    private static final Place IN_HBASE =
            new Place("hbase://" + HBASE.quorum() + "/around?timeout=60s&connect=60s", Map.of());
    private static final Place KAFKA = new Place("kafka://" + Servers.KAFKA.bootstrapServers(), Map.of());
    private static final Place IN_HDFS = new Place(HDFS.uri() + "/around", Map.of());
    private static final Place REDIS = new Place(Servers.REDIS.uri() + "?key-prefix=around", Map.of());

    private static final List<Place> TOUR = List.of(MYSQL, POSTGRES, ZOOKEEPER, IN_HBASE, KAFKA, IN_HDFS, REDIS, MYSQL);

    @AfterAll
    static void stop() {
        POSTGRESQL.close();
        HDFS.close();
        HBASE.close();
    }

    @Test
    void nothingIsLostOrRepeatedOnTheWayAroundAndIdentitiesAndReceiptsAreKept() throws IOException {
        produce();
        run(MYSQL);
        produce();
        Servers.expire(topic, 1, 15);
        run(MYSQL);
        List<LossReceipt> receipts = receipts(MYSQL);
        Map<TopicPartition, Optional<TopicIdentity>> identities = identities(MYSQL);
        assertThat(receipts).singleElement().returns(15L, LossReceipt::until);
        assertThat(identities.values()).hasSize(PARTITIONS).allMatch(Optional::isPresent);

        for (int stop = 1; stop < TOUR.size(); stop++) {
            Place from = TOUR.get(stop - 1);
            Place to = TOUR.get(stop);
            produce();
            Map<TopicPartition, Long> before = offsets(from);
            copy(from, to);

            assertThat(offsets(from)).as("in the place that was left").isEqualTo(before);
            assertThat(offsets(to)).as(to.url()).isEqualTo(before);
            assertThat(identities(to)).as(to.url()).isEqualTo(identities);
            assertThat(receipts(to)).as(to.url()).isEqualTo(receipts);
            Ran verified = tool("verify", "--store", to.url(), "--store-config", settings(to), "--topic", topic);
            assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();

            run(to);
            assertThat(seen).as("after the job has run on " + to.url()).isEqualTo(onceEachButTheExpired());
            assertThat(receipts(to)).as(to.url()).isEqualTo(receipts);
        }
    }

    @Test
    void theTableOfATutorialIsShownCopiedAndTakenOver() throws Exception {
        String older = "older_" + UUID.randomUUID().toString().substring(0, 8);
        String table = "taking_" + older;
        createOlderTable(older, topic + ":" + group.value(), Map.of("0", "5", "1", "7"));
        String url = "hbase://" + HBASE.quorum() + "/" + table + "?timeout=60s&connect=60s&take-over=" + older;
        produce();

        Ran shown = tool("show", "--store", url, "--all-topics");
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out()).containsPattern(topic + " +0 +5 ").containsPattern(topic + " +1 +7 ");
        Ran copied = tool("copy", "--from", url, "--to", REDIS.url(), "--topic", topic, "--execute");
        assertThat(copied.exitCode()).as(copied.err()).isZero();
        assertThat(offsets(REDIS)).isEqualTo(Map.of(partition(0), 5L, partition(1), 7L));
        assertThat(exists(table))
                .as("whether a command that reads has created the table")
                .isFalse();

        Ran rewound = tool("rewind", "--store", url, "--topic", topic + ":0", "--to-offset", "3", "--execute");
        assertThat(rewound.exitCode()).as(rewound.err()).isZero();
        assertThat(offsets(new Place(url.replaceFirst("&take-over=.*", ""), Map.of())))
                .as("without the older table")
                .isEqualTo(Map.of(partition(0), 3L, partition(1), 7L));
    }

    private void copy(Place from, Place to) throws IOException {
        List<String> command = new ArrayList<>(List.of("copy", "--topic", topic, "--over"));
        command.addAll(List.of("--from", from.url(), "--from-config", settings(from)));
        command.addAll(List.of("--to", to.url(), "--to-config", settings(to)));
        Map<TopicPartition, Long> before = offsets(to);
        Ran dry = tool(command.toArray(String[]::new));
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(offsets(to)).as("a dry run changes nothing").isEqualTo(before);

        command.add("--execute");
        Ran copied = tool(command.toArray(String[]::new));
        assertThat(copied.exitCode()).as(copied.err()).isZero();
        assertThat(copied.err())
                .contains("Copied and read back: " + PARTITIONS + " offsets")
                .doesNotContain("no room");
    }

    private void produce() {
        Servers.produce(topic, PARTITIONS, produced, produced + STEP);
        produced += STEP;
    }

    /** Runs the job on a place until it has read everything. */
    private void run(Place place) {
        KeepingSettings settings = KeepingSettings.builder()
                .group(group.value())
                .topics(topic)
                .kafka(Map.of("bootstrap.servers", Servers.KAFKA.bootstrapServers()))
                .outOfRange(OutOfRangePolicy.EARLIEST)
                .build();
        try (OpenOffsetStore opened = open(place);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        settings.consumerParams(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            RangeConsumer<byte[], byte[]> reader = new RangeConsumer<>(consumer, Duration.ofSeconds(60));
            try (BatchLoop loop = BatchLoop.open(
                    settings,
                    opened.store(),
                    BatchOutput.atLeastOnce(ranges -> reader.forEach(
                            ranges,
                            one -> seen.merge(
                                    Integer.valueOf(new String(one.value(), StandardCharsets.UTF_8)),
                                    1,
                                    Integer::sum))))) {
                long read;
                do {
                    read = loop.runBatch();
                } while (read > 0);
            }
        }
    }

    /** Partition 1 has lost the records at the offsets 10 to 14. */
    private SortedMap<Integer, Integer> onceEachButTheExpired() {
        SortedMap<Integer, Integer> expected = new TreeMap<>();
        for (int value = 0; value < produced; value++) {
            int offset = value / PARTITIONS;
            if (value % PARTITIONS != 1 || offset < 10 || offset >= 15) {
                expected.put(value, 1);
            }
        }
        return expected;
    }

    private Map<TopicPartition, Long> offsets(Place place) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        load(place).forEach((partition, stored) -> offsets.put(partition, stored.offset()));
        return offsets;
    }

    private Map<TopicPartition, Optional<TopicIdentity>> identities(Place place) {
        Map<TopicPartition, Optional<TopicIdentity>> identities = new HashMap<>();
        load(place).forEach((partition, stored) -> identities.put(partition, stored.identity()));
        return identities;
    }

    private Map<TopicPartition, StoredOffset> load(Place place) {
        try (OpenOffsetStore opened = open(place)) {
            return opened.store().load(group);
        }
    }

    private List<LossReceipt> receipts(Place place) {
        try (OpenOffsetStore opened = open(place)) {
            OffsetStore store = opened.store();
            return store.lossReceipts(group);
        }
    }

    private static OpenOffsetStore open(Place place) {
        Map<String, String> settings = new HashMap<>(place.settings());
        settings.put("writer", Servers.DRIVER);
        return OffsetStores.open(place.url(), settings);
    }

    private String settings(Place place) throws IOException {
        Properties properties = new Properties();
        properties.putAll(place.settings());
        Path file = folder.resolve(place.url().replaceAll("\\W", "-"));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file.toString();
    }

    private Ran tool(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--group", group.value()));
        return Ran.command(
                Map.of("TIDEMARK_BOOTSTRAP_SERVER", Servers.KAFKA.bootstrapServers()),
                LATER,
                all.toArray(String[]::new));
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    private static void createOlderTable(String table, String row, Map<String, String> columns) throws Exception {
        byte[] family = Bytes.toBytes("offsets");
        Put put = new Put(Bytes.toBytes(row));
        columns.forEach((column, value) -> put.addColumn(family, Bytes.toBytes(column), Bytes.toBytes(value)));
        try (AsyncConnection connection = connect()) {
            connection
                    .getAdmin()
                    .createTable(TableDescriptorBuilder.newBuilder(TableName.valueOf(table))
                            .setColumnFamily(ColumnFamilyDescriptorBuilder.of(family))
                            .build())
                    .get(90, TimeUnit.SECONDS);
            connection.getTable(TableName.valueOf(table)).put(put).get(90, TimeUnit.SECONDS);
        }
    }

    private static boolean exists(String table) throws Exception {
        try (AsyncConnection connection = connect()) {
            return connection.getAdmin().tableExists(TableName.valueOf(table)).get(90, TimeUnit.SECONDS);
        }
    }

    private static AsyncConnection connect() throws Exception {
        Configuration configuration = HBaseConfiguration.create();
        configuration.set("hbase.zookeeper.quorum", HBASE.quorum());
        return ConnectionFactory.createAsyncConnection(configuration).get(90, TimeUnit.SECONDS);
    }
}
