package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.stream.keeping.KeepingSettings;
import io.tidemark.stream.keeping.ModelKeeping;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** A topic is deleted after a query has verified its positions, and before Spark's source asks for the ends. */
class DeletedTopicTest {

    private final ModelLog log = new ModelLog(1);
    private final Exception failure = new ExecutionException(new UnknownTopicOrPartitionException("no such topic"));

    @Test
    void theVerificationSaysWhichTopicIsGone() {
        log.append(0, 5);
        try (QueryRun run = open()) {
            run.advance(run.positions());
            log.delete();

            assertThat(run.explain(failure))
                    .isInstanceOf(OffsetVerificationException.class)
                    .hasMessageContaining("topic orders, partition 0: partition gone")
                    .hasSuppressedException(failure);
        }
    }

    @Test
    void withNothingWrongInTheClusterTheFailureIsThrown() {
        log.append(0, 5);
        try (QueryRun run = open()) {
            run.advance(run.positions());

            assertThat(run.explain(failure))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("the ends of the topics of group " + ModelQuery.GROUP)
                    .hasCause(failure);
        }
    }

    private QueryRun open() {
        KeepingSettings settings = KeepingSettings.builder()
                .group(ModelQuery.GROUP)
                .topics(ModelLog.TOPIC)
                .kafka(Map.of("bootstrap.servers", "model:9092"))
                .discoveryInterval(Duration.ZERO)
                .build();
        return QueryRun.open(
                settings,
                Guarantee.AT_LEAST_ONCE,
                new InMemoryOffsetStore(),
                Optional.empty(),
                Optional.empty(),
                "no checkpoint",
                () -> true,
                (keeping, into, outputs, memory) -> ModelKeeping.open(keeping, into, outputs, memory, log));
    }
}
