package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.servers.TestRedis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** One call carries a large batch, whatever it is large in, or says what it cannot carry. */
@Tag("long")
class LargeBatchIT {

    private static final RedisClient PATIENT = RedisClient.builder()
            .hostAndPort(HostAndPort.from(RedisServer.server().address()))
            .clientConfig(
                    DefaultJedisClientConfig.builder().timeoutMillis(60_000).build())
            .build();

    private final Fixture fixture = limitedTo(2_000_000);

    @AfterAll
    static void close() {
        PATIENT.close();
    }

    @Test
    void aHundredThousandMeasurementsOfManyMinutesAreOneCall() {
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            measurements.add(Fixture.orders("city-" + i % 20, MINUTE.plusSeconds(60L * (i / 20)), i));
        }

        fixture.sink()
                .write(new MetricBatch(fixture.group(), fixture.batch(0, 1).ranges(), measurements));

        long sum = 100_000L * 99_999 / 2;
        assertThat(total("orders")).isEqualTo(sum);
        assertThat(fixture.series("orders", Period.all(), Step.MINUTE)).hasSize(5_000);
        assertThat(fixture.series("orders", Period.all(), Step.HOUR).values())
                .hasSize(84)
                .last()
                .isEqualTo(hourly(83));
    }

    @Test
    void aHundredThousandCombinationsOfTagsAreOneCall() {
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            measurements.add(Measurement.of("orders", Map.of("phone", "1380000" + i), MINUTE, new Sum(i)));
        }
        MetricBatch batch = new MetricBatch(fixture.group(), fixture.batch(0, 1).ranges(), measurements);

        fixture.sink().write(batch);

        assertThat(total("orders")).isEqualTo(100_000L * 99_999 / 2);
        assertThat(fixture.totals("orders", Period.between(MINUTE, MINUTE.plusSeconds(60))))
                .hasSize(100_000);
        assertThat(fixture.series("orders", Period.all(), Step.MINUTE).values())
                .containsExactly(new Sum(100_000L * 99_999 / 2));
    }

    @Test
    void aLedgerOfTenThousandPartitionsMovesInOneCall() {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        List<PartitionRange> ranges = new ArrayList<>();
        IntStream.range(0, 10_000).forEach(number -> {
            TopicPartition partition = new TopicPartition("wide", number);
            first.put(partition, StoredOffset.of(number));
            ranges.add(new PartitionRange(partition, number, number + 5L));
        });
        MetricBatch batch = new MetricBatch(fixture.group(), ranges, List.of(Fixture.orders("755", 3)));

        assertThat(fixture.sink().initialize(fixture.group(), first)).hasSize(10_000);
        fixture.sink().write(batch);

        Map<TopicPartition, StoredOffset> ledger = fixture.sink().load(fixture.group(), Set.of("wide"));
        assertThat(ledger).hasSize(10_000);
        ranges.forEach(range -> assertThat(ledger.get(range.partition()))
                .extracting(StoredOffset::offset)
                .isEqualTo(range.until()));
        assertThatThrownBy(() -> fixture.sink().write(batch))
                .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> assertThat(conflict.conflicts())
                        .hasSize(10_000));
        assertThat(total("orders")).isEqualTo(3);

        Map<TopicPartition, Move> moves = new HashMap<>();
        ledger.forEach((partition, stored) -> moves.put(partition, Move.to(stored, StoredOffset.of(1))));
        fixture.sink().reposition(new OffsetReposition(fixture.group(), moves, List.of()));
        assertThat(fixture.sink().load(fixture.group(), Set.of("wide")).values())
                .extracting(StoredOffset::offset)
                .containsOnly(1L);
    }

    @Test
    void offsetsUpToTheLargestLongAreToldApart() {
        long largest = Long.MAX_VALUE;
        fixture.write(0, largest - 1, Fixture.orders("755", 1));

        assertThatThrownBy(() -> fixture.write(largest, largest, Fixture.orders("755", 1)))
                .isInstanceOf(OffsetConflictException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class);
        fixture.write(largest - 1, largest, Fixture.orders("755", 1));

        assertThat(fixture.ledger()).isEqualTo(largest);
        assertThat(total("orders")).isEqualTo(2);
    }

    @Test
    void aBatchThatChangesMoreThanAWriteMayIsRefusedAndItsPartsAreWritten() {
        Fixture limited = limitedTo(1_000);
        Measurement[] measurements = IntStream.range(0, 1_000)
                .mapToObj(number -> Fixture.orders("city-" + number, 1))
                .toArray(Measurement[]::new);

        assertThatThrownBy(() -> limited.write(0, 1_000, measurements))
                .isInstanceOf(BatchTooLargeException.class)
                .hasMessageContainingAll("1000 measurements", "at most 1000 (maxWriteSize)", "nothing was written");
        assertThat(limited.totals("orders")).isEmpty();
        assertThat(limited.ledger()).isZero();
        for (int from = 0; from < 1_000; from += 100) {
            limited.write(from, from + 100, Arrays.copyOfRange(measurements, from, from + 100));
        }
        assertThat(limited.totals("orders")).hasSize(1_000);
    }

    /** The batch is refused at the first measurements that are too many: the others are not even merged. */
    @Test
    void aBatchOfAMillionMinutesIsRefusedBeforeItFillsTheMemory() {
        List<Measurement> measurements = IntStream.range(0, 1_000_000)
                .mapToObj(minute -> Fixture.orders("755", MINUTE.plusSeconds(60L * minute), 1))
                .toList();
        MetricBatch batch =
                new MetricBatch(fixture.group(), fixture.batch(0, 1_000_000).ranges(), measurements);

        assertThatThrownBy(() -> limitedTo(200_000).sink().write(batch))
                .isInstanceOfSatisfying(BatchTooLargeException.class, refusal -> assertThat(refusal.getMessage())
                        .containsPattern("change 2\\d{5} hashes and fields or more"));
    }

    @Test
    void aValueAboveTheLimitOfTheServersProtocolIsTooLarge() {
        try (TestRedis server = TestRedis.start();
                RedisClient client = Fixture.client(server)) {
            client.configSet("proto-max-bulk-len", "1048576");
            Fixture strict = Fixture.on(client).start();
            String tag = "x".repeat(2_000_000);

            // the server closes the connection after its error, which the client may not have read by then
            assertThatThrownBy(() -> strict.write(0, 1, Fixture.orders(tag, 1)))
                    .satisfiesAnyOf(
                            failure -> assertThat(failure)
                                    .isInstanceOf(BatchTooLargeException.class)
                                    .hasMessageContainingAll(
                                            "invalid bulk length", "proto-max-bulk-len", "nothing was written"),
                            failure -> assertThat(failure).isInstanceOf(CommitOutcomeUnknownException.class));
            assertThat(strict.ledger()).isZero();
        }
    }

    private static Fixture limitedTo(int writeSize) {
        RedisMetricSinkSettings settings = RedisMetricSinkSettings.builder()
                .keyPrefix("test-" + UUID.randomUUID())
                .keepForever()
                .maxWriteSize(writeSize)
                .build();
        return new Fixture(PATIENT, settings, new GroupId("recharge")).start();
    }

    private long total(String metric) {
        return fixture.totals(metric).values().stream()
                .mapToLong(value -> ((Sum) value).value())
                .sum();
    }

    /** What the measurements of an hour add up to; the first hour begins five minutes late. */
    private static Sum hourly(int hour) {
        long sum = 0;
        for (long i = 0; i < 100_000; i++) {
            if ((i / 20 + 5) / 60 == hour) {
                sum += i;
            }
        }
        return new Sum(sum);
    }
}
