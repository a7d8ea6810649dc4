package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.servers.junit.EmbeddedOnly;
import io.tidemark.test.TestJob;
import io.tidemark.test.TestTopic;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the programs of several pages as they are, in processes that are killed, and compares rows with topics. */
@Tag("release")
@EmbeddedOnly("the pages are about programs, not about servers")
class BatchPagesIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String DATABASE = "batchpages";
    private static final int PARTITIONS = 2;
    private static final int PER_ROUND = 2_000;
    private static final int KILLS = 2;

    @BeforeAll
    static void tables() {
        Servers.sql(
                "CREATE DATABASE " + DATABASE,
                "CREATE TABLE batchpages.city_totals (city VARCHAR(20) PRIMARY KEY, orders BIGINT, amount BIGINT)",
                "CREATE TABLE batchpages.city_windows"
                        + " (began BIGINT, city VARCHAR(20), orders BIGINT, PRIMARY KEY (began, city))",
                "CREATE TABLE batchpages.order_counts (product VARCHAR(20) PRIMARY KEY, orders BIGINT)",
                "CREATE TABLE batchpages.avro_amounts (city VARCHAR(20) PRIMARY KEY, amount BIGINT)");
    }

    @Test
    void dataFramesAndSqlWithinABatchCountEachOrderOnce() throws Exception {
        killed(
                PageBlocks.compiled("dataframes.md", "OrdersByCity", "job"),
                "orders-by-city",
                number -> "{\"city\":\"c" + number % 7 + "\",\"amount\":" + number + "}",
                "SELECT CONCAT(city, ' ', orders), amount FROM city_totals",
                numbers -> {
                    Map<String, Long> expected = new TreeMap<>();
                    for (int city = 0; city < 7; city++) {
                        int rest = city;
                        List<Integer> own = numbers.stream()
                                .filter(each -> each % 7 == rest)
                                .toList();
                        expected.put(
                                "c" + city + " " + own.size(),
                                own.stream().mapToLong(Integer::longValue).sum());
                    }
                    return expected;
                });
    }

    @Test
    void windowsCountEachOrderOnce() throws Exception {
        Instant begin = Instant.parse("2026-03-01T00:00:00Z");
        IntFunction<Instant> time = number -> begin.plusSeconds(number * 7L % 5_000);
        killed(
                PageBlocks.compiled("windows-and-state.md", "OrdersPerWindow", "job"),
                "orders-per-window",
                number -> time.apply(number) + ",c" + number % 3,
                "SELECT CONCAT(began, ' ', city), orders FROM city_windows",
                numbers -> counted(
                        numbers, number -> time.apply(number).getEpochSecond() / 600 * 600 + " c" + number % 3));
    }

    @Test
    void aDirectStreamWithTheStoreAloneCountsEachOrderOnce() throws Exception {
        killed(
                PageBlocks.compiled("own-loop.md", "DirectOrders", "start", "rows", "direct stream"),
                "direct-orders",
                number -> "direct-" + number,
                "SELECT product, orders FROM order_counts WHERE product LIKE 'direct-%'",
                numbers -> counted(numbers, number -> "direct-" + number));
    }

    @Test
    void aConsumerWithTheStoreAloneCountsEachOrderOnce() throws Exception {
        killed(
                PageBlocks.compiled("own-loop.md", "ConsumedOrders", "start", "rows", "consumer"),
                "consumed-orders",
                number -> "consumed-" + number,
                "SELECT product, orders FROM order_counts WHERE product LIKE 'consumed-%'",
                numbers -> counted(numbers, number -> "consumed-" + number));
    }

    @Test
    void aSpringListenerCountsEachOrderOnceInTwoInstances() throws Exception {
        PageBlocks.compiled("own-loop.md", "StoredStart", "start", "rows");
        PageBlocks.compiled("spring-boot.md", "OrderListener", "listener", "beans");
        TestTopic topic = TestTopic.create(Servers.KAFKA, PARTITIONS);
        MySqlOffsetStore store = store();
        try (TestJob job = TestJob.of(SpringPageMain.class)
                        .arguments(arguments(topic.name()))
                        .start();
                TestJob other = TestJob.of(SpringPageMain.class)
                        .arguments(arguments(topic.name()))
                        .start()) {
            for (int round = 0; round <= KILLS; round++) {
                long before = stored(store, "spring-orders", topic.name());
                topic.append(IntStream.range(round * PER_ROUND, (round + 1) * PER_ROUND)
                        .mapToObj(number -> "spring-" + number)
                        .toList());
                job.await(LIMIT, () -> stored(store, "spring-orders", topic.name()) > before);
                job.kill();
                if (round < KILLS) {
                    job.restart();
                }
            }
            other.await(LIMIT, () -> topic.isStored(store, new GroupId("spring-orders")));
            assertThat(rows("SELECT product, orders FROM order_counts WHERE product LIKE 'spring-%'"))
                    .isEqualTo(counted(
                            IntStream.range(0, (KILLS + 1) * PER_ROUND).boxed().toList(),
                            number -> "spring-" + number));
        }
    }

    /** The schemas are at a server that answers as a registry does. */
    @Test
    void anAvroJobReadsRecordsOfTwoSchemas() throws Exception {
        Class<?> main = PageBlocks.compiled("avro.md", "AvroOrders", "registry", "deserializer", "job");
        Schema old =
                SchemaBuilder.record("Order").fields().requiredString("city").endRecord();
        Schema current = SchemaBuilder.record("Order")
                .fields()
                .requiredLong("amount")
                .requiredString("city")
                .requiredString("note")
                .endRecord();
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AvroRecords.answer(registry, Map.of(3, old, 70_000, current));
        registry.start();
        String topic = Servers.newTopic(PARTITIONS);
        List<byte[]> records = new ArrayList<>();
        for (int number = 0; number < 1_000; number++) {
            records.add(
                    number % 2 == 0
                            ? AvroRecords.encoded(3, old, Map.of("city", "c" + number % 5))
                            : AvroRecords.encoded(
                                    70_000,
                                    current,
                                    Map.of("city", "c" + number % 5, "amount", (long) number, "note", "-")));
        }
        Servers.append(topic, PARTITIONS, records);
        try (TestJob job = TestJob.of(main)
                .arguments(arguments(
                        topic, "http://127.0.0.1:" + registry.getAddress().getPort()))
                .start()) {
            Map<String, Long> expected = new TreeMap<>();
            IntStream.range(0, 1_000)
                    .forEach(number -> expected.merge("c" + number % 5, number % 2 == 0 ? 0L : number, Long::sum));
            job.await(LIMIT, () -> rows("SELECT city, amount FROM avro_amounts").equals(expected));
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void theStartRefusesOffsetsThatRetentionHasOvertaken() throws Exception {
        Class<?> start = PageBlocks.compiled("own-loop.md", "StoredStart", "start");
        String topic = Servers.newTopic(PARTITIONS);
        Servers.produce(topic, PARTITIONS, 0, 100);
        GroupId group = new GroupId("overtaken-" + UUID.randomUUID());
        var offsets = start.getDeclaredMethod("offsets", OffsetStore.class, GroupId.class, String.class, String.class);
        offsets.setAccessible(true);
        String brokers = Servers.KAFKA.bootstrapServers();
        assertThat(offsets.invoke(null, store(), group, brokers, topic))
                .asString()
                .contains(topic + "-0=0");
        Servers.expire(topic, 0, 10);
        assertThatThrownBy(() -> offsets.invoke(null, store(), group, brokers, topic))
                .rootCause()
                .hasMessageContaining("expired");
    }

    private static Map<String, Long> counted(List<Integer> numbers, Function<Integer, String> key) {
        return numbers.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
    }

    private static void killed(
            Class<?> main,
            String group,
            IntFunction<String> record,
            String query,
            Function<List<Integer>, Map<String, Long>> expected)
            throws Exception {
        TestTopic topic = TestTopic.create(Servers.KAFKA, PARTITIONS);
        MySqlOffsetStore store = store();
        try (TestJob job = TestJob.of(main).arguments(arguments(topic.name())).start()) {
            for (int round = 0; round <= KILLS; round++) {
                long before = stored(store, group, topic.name());
                topic.append(IntStream.range(round * PER_ROUND, (round + 1) * PER_ROUND)
                        .mapToObj(record)
                        .toList());
                job.await(LIMIT, () -> stored(store, group, topic.name()) > before);
                if (round < KILLS) {
                    job.kill();
                    job.restart();
                }
            }
            job.await(LIMIT, () -> topic.isStored(store, new GroupId(group)));
            assertThat(rows(query))
                    .isEqualTo(expected.apply(
                            IntStream.range(0, (KILLS + 1) * PER_ROUND).boxed().toList()));
        }
    }

    private static long stored(OffsetStore store, String group, String topic) {
        return store.load(new GroupId(group)).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    private static MySqlOffsetStore store() {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(Servers.MYSQL.jdbcUrl(DATABASE));
        source.setUser(Servers.MYSQL.user());
        source.setPassword(Servers.MYSQL.password());
        return new MySqlOffsetStore(source, SqlStoreOptions.defaults().table(SqlTable.own()));
    }

    private static String[] arguments(String topic, String... more) {
        return Stream.concat(
                        Stream.of(
                                Servers.KAFKA.bootstrapServers(),
                                topic,
                                Servers.MYSQL.jdbcUrl(DATABASE),
                                Servers.MYSQL.user(),
                                Servers.MYSQL.password()),
                        Arrays.stream(more))
                .toArray(String[]::new);
    }

    private static Map<String, Long> rows(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        Servers.MYSQL.jdbcUrl(DATABASE), Servers.MYSQL.user(), Servers.MYSQL.password());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            Map<String, Long> rows = new TreeMap<>();
            while (found.next()) {
                rows.put(found.getString(1), found.getLong(2));
            }
            return rows;
        }
    }
}
