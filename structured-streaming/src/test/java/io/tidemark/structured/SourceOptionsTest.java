package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.TopicSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceOptionsTest {

    private final Map<String, String> given = new HashMap<>(Map.of(
            "kafka.bootstrap.servers", "broker:9092",
            "subscribe", "orders, payments",
            "tidemark.group", "jobs",
            "tidemark.store", "memory:"));

    @Test
    void theDefaultsAreThoseOfAManagedStream() {
        SourceOptions options = SourceOptions.parse(given);

        assertThat(options.keeping().group().value()).isEqualTo("jobs");
        assertThat(options.keeping().topics()).isEqualTo(TopicSelection.named("orders", "payments"));
        assertThat(options.keeping().startPosition()).isEqualTo(StartPosition.earliest());
        assertThat(options.keeping().outOfRange()).isEqualTo(OutOfRangePolicies.all(OutOfRangePolicy.FAIL));
        assertThat(options.keeping().emptySink()).isEqualTo(EmptySinkPolicy.FAIL);
        assertThat(options.guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
        assertThat(options.sink()).isEmpty();
    }

    @Test
    void everyOptionIsRead() {
        given.putAll(Map.of(
                "TIDEMARK.START", "2026-01-01T00:00:00Z",
                "tidemark.outofrange", "latest",
                "tidemark.outOfRange.expired", "EARLIEST",
                "tidemark.emptySink", "rebuild",
                "tidemark.clusterTimeout", "5s",
                "tidemark.sink", "redis://host:6379",
                "tidemark.sink.key-prefix", "shop",
                "kafka.security.protocol", "SSL",
                "kafka.group.id", "another",
                "maxOffsetsPerTrigger", "100"));

        SourceOptions options = SourceOptions.parse(given);

        assertThat(options.keeping().startPosition())
                .isEqualTo(StartPosition.at(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(options.keeping().outOfRange())
                .isEqualTo(new OutOfRangePolicies(
                        OutOfRangePolicy.EARLIEST,
                        OutOfRangePolicy.LATEST,
                        OutOfRangePolicy.LATEST,
                        OutOfRangePolicy.LATEST,
                        OutOfRangePolicy.LATEST));
        assertThat(options.keeping().emptySink()).isEqualTo(EmptySinkPolicy.REBUILD);
        assertThat(options.keeping().clusterTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.guarantee()).isEqualTo(Guarantee.EXACTLY_ONCE_INTO_SINK);
        assertThat(options.sink().orElseThrow().settings()).isEqualTo(Map.of("key-prefix", "shop"));
        assertThat(options.keeping().kafka())
                .isEqualTo(Map.of("bootstrap.servers", "broker:9092", "security.protocol", "SSL"));
        assertThat(options.spark())
                .containsKeys("maxOffsetsPerTrigger", "kafka.group.id", "subscribe")
                .doesNotContainKeys("tidemark.group", "TIDEMARK.START", "tidemark.sink.key-prefix");
    }

    @Test
    void theSystemSizesTheBufferOfTheConsumersUnlessTheUserDoes() {
        assertThat(SourceOptions.parse(given).spark()).containsEntry("kafka.receive.buffer.bytes", "-1");
        given.put("kafka.Receive.Buffer.Bytes", "131072");
        assertThat(SourceOptions.parse(given).spark())
                .containsEntry("kafka.Receive.Buffer.Bytes", "131072")
                .doesNotContainKey("kafka.receive.buffer.bytes");
    }

    @Test
    void aStartAtOffsetsHasTheFormOfSparksOwnOption() {
        given.put("tidemark.start", "{\"orders\":{\"0\":7,\"1\":0}}");

        assertThat(SourceOptions.parse(given).keeping().startPosition())
                .isEqualTo(StartPosition.at(
                        Map.of(new TopicPartition("orders", 0), 7L, new TopicPartition("orders", 1), 0L)));
    }

    @Test
    void allProblemsAreInOneMessage() {
        assertThatThrownBy(() -> SourceOptions.parse(Map.of(
                        "subscribePattern", "(",
                        "endingOffsets", "latest",
                        "failOnDataLoss", "false",
                        "tidemark.start", "yesterday",
                        "tidemark.outOfRange.expired", "ignore",
                        "tidemark.output", "exactly-once-into-sink",
                        "tidemark.groupp", "jobs")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot start the query: ")
                .hasMessageContaining("tidemark.group is not set")
                .hasMessageContaining("kafka.bootstrap.servers is not set")
                .hasMessageContaining("tidemark.store is not set")
                .hasMessageContaining("subscribePattern is '('")
                .hasMessageContaining("endingOffsets is set, but a stream has no end")
                .hasMessageContaining("failOnDataLoss is false")
                .hasMessageContaining("tidemark.start is 'yesterday'")
                .hasMessageContaining("tidemark.outOfRange.expired is 'ignore', and not one of fail, earliest, latest")
                .hasMessageContaining("tidemark.sink is not set: it is the URL of the sink")
                .hasMessageContaining("there is no option tidemark.groupp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://host/jobs?user=job&password=hunter2x",
                "mysql://job:hunter2x@host/jobs",
                "redis://:hunter2x@host:6379",
                "jdbc:mysql://host/jobs?user=job&password=hunter2x",
            })
    void aPasswordInTheStoresUrlIsRefusedAndNotShown(String url) {
        given.put("tidemark.store", url);

        assertThatThrownBy(() -> SourceOptions.parse(given))
                .hasMessageContaining("name that as file:PATH or env:NAME")
                .hasMessageNotContaining("hunter2x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://host/jobs?user=job&password=file:/run/secrets/jobs",
                "mysql://job:env%3AJOBS@host/jobs",
                "mysql://host/jobs"
            })
    void aReferenceToAPasswordIsAccepted(String url) {
        given.put("tidemark.store", url);

        assertThat(SourceOptions.parse(given).store().url()).isEqualTo(url);
    }

    @Test
    void aPasswordBesideTheUrlMustBeAReferenceToo() {
        given.put("tidemark.store.password", "hunter2x");

        assertThatThrownBy(() -> SourceOptions.parse(given))
                .hasMessageContaining("tidemark.store.password is given as text")
                .hasMessageNotContaining("hunter2x");
        given.put("tidemark.store.password", "env:JOBS");
        assertThat(SourceOptions.parse(given).store().settings()).isEqualTo(Map.of("password", "env:JOBS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{\"orders\":7}", "{\"orders\":{\"x\":7}}", "{\"orders\":{\"0\":-1}}", "[]", "{"})
    void hostileStartsAreRefused(String start) {
        given.put("tidemark.start", start);

        assertThatThrownBy(() -> SourceOptions.parse(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tidemark.start is '");
    }

    @Test
    void singlePartitionsAreChosen() {
        given.remove("subscribe");
        given.put("assign", "{\"orders\":[0,2],\"refunds\":[1]}");

        SourceOptions options = SourceOptions.parse(given);

        assertThat(options.keeping().topics())
                .isEqualTo(TopicSelection.partitions(List.of(
                        new TopicPartition("orders", 0),
                        new TopicPartition("orders", 2),
                        new TopicPartition("refunds", 1))));
        assertThat(options.selects(new TopicPartition("orders", 1))).isFalse();
        assertThat(options.selects(new TopicPartition("orders", 2))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "{\"orders\":0}", "{\"orders\":[-1]}", "{\"orders\":[\"x\"]}", "[0]", "{\"orders\":[]}"
            })
    void hostilePartitionsAreRefused(String partitions) {
        given.remove("subscribe");
        given.put("assign", partitions);

        assertThatThrownBy(() -> SourceOptions.parse(given)).hasMessageContaining("assign is '");
    }

    @Test
    void theStartOfSparksOwnSourceIsPassedOn() {
        given.put("startingoffsets", "latest");

        SourceOptions options = SourceOptions.parse(given);

        assertThat(options.starting()).isEqualTo(Map.of("startingOffsets", "latest"));
        assertThat(options.spark()).containsEntry("startingoffsets", "latest");
    }

    @Test
    void twoStartsAreRefused() {
        given.put("startingTimestamp", "1000");
        given.put("tidemark.start", "latest");

        assertThatThrownBy(() -> SourceOptions.parse(given))
                .hasMessageContaining("tidemark.start and startingTimestamp are both set");
    }

    @Test
    void aContinuousTriggerIsRefusedTogetherWithOtherProblems() {
        given.put("failOnDataLoss", "false");

        assertThat(SourceOptions.refusalOfContinuous(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the trigger is continuous")
                .hasMessageContaining("failOnDataLoss is false");
    }

    @Test
    void twoSelectionsAreRefused() {
        given.put("subscribePattern", "orders.*");

        assertThatThrownBy(() -> SourceOptions.parse(given))
                .hasMessageContaining("subscribe and subscribePattern are set");
    }
}
