package io.tidemark.recharge.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.MetricReader;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import io.tidemark.recharge.load.TopicAccess;
import io.tidemark.spark.StreamSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job on a topic without records. */
@Tag("long")
class HeartbeatIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource
    void aJobWithoutNewRecordsIsAliveUntilItStops(Engine engine) {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                EmbeddedRedis redis = EmbeddedRedis.start();
                JavaSparkContext spark = SparkContexts.create("heartbeat", Optional.of("local[2]"))) {
            RechargeConfig config = ConfigFiles.read(
                    Optional.empty(),
                    Map.of(),
                    Map.of(
                            "kafka.bootstrap-servers",
                            kafka.bootstrapServers(),
                            "redis.url",
                            redis.uri(),
                            "job.engine",
                            engine.name(),
                            "job.batch-interval",
                            "100ms"));
            try (TopicAccess access = new TopicAccess(KafkaClients.params(config.kafka()))) {
                access.createIfMissing(config.kafka().topic(), 2);
            }
            try (MetricsConnection metrics = MetricsConnection.open(config.redis())) {
                MetricReader reader = metrics.reader();
                try (RunningJob stream = RechargeJob.start(
                        config,
                        spark,
                        new InMemoryOffsetStore(),
                        metrics.sink(),
                        reader,
                        StreamSettings.ShutdownHook.OFF)) {
                    await().atMost(LONG).until(() -> written(reader).isPresent());
                    Instant first = written(reader).orElseThrow();
                    await().atMost(LONG)
                            .until(() -> written(reader).orElseThrow().isAfter(first));
                    assertThat(stream.isRunning()).isTrue();
                }
                Optional<Instant> last = written(reader);
                assertThat(reader.read(new GroupId("recharge"), List.of()).ledger())
                        .hasSize(2)
                        .allSatisfy((partition, offset) ->
                                assertThat(offset.offset()).isZero());
                assertThat(written(reader)).isEqualTo(last);
            }
        }
    }

    private static Optional<Instant> written(MetricReader reader) {
        return reader.read(new GroupId("recharge"), List.of()).writtenAt();
    }
}
