package io.tidemark.faultinjection;

import io.tidemark.deadletter.Rejection;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.KafkaClients;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The job of the example. Each method connects again, because the servers may have been restarted in between. */
record TidemarkUnderTest(Class<?> mainClass) implements JobUnderTest {

    @Override
    public Map<TopicPartition, Long> counted(RechargeConfig config) {
        try (MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            return offsets(metrics.sink()
                    .load(new GroupId(config.group()), Set.of(config.kafka().topic())));
        }
    }

    @Override
    public Map<TopicPartition, Long> stored(RechargeConfig config) {
        return ask(
                config,
                store -> offsets(store.load(
                        new GroupId(config.group()), Set.of(config.kafka().topic()))));
    }

    @Override
    public RechargeReport report(RechargeConfig config) {
        try (MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            return new ReportReader(metrics.reader())
                    .read(new GroupId(config.group()), config.dictionary().regions(), Period.all());
        }
    }

    @Override
    public Optional<Map<Rejection, Long>> letters(RechargeConfig config) {
        return Optional.of(Rejection.readAll(KafkaClients.deadLetters(config)));
    }

    @Override
    public List<LossReceipt> receipts(RechargeConfig config) {
        return ask(config, store -> store.lossReceipts(new GroupId(config.group())));
    }

    private static <T> T ask(RechargeConfig config, Function<OffsetStore, T> question) {
        try (StoreConnection connection = StoreConnection.open(config.store())) {
            return question.apply(connection.store());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, StoredOffset> entries) {
        return entries.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .offset()));
    }
}
