package io.tidemark.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.offset.BatchTooLargeException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PoisonRecordsTest {

    private final ConsumerRecord<byte[], byte[]> record =
            new ConsumerRecord<>("orders", 3, 17, new byte[0], new byte[0]);

    @Test
    void failNamesTheRecordTheReasonAndTheRemedy() {
        try (PoisonRecords records = PoisonPolicy.fail().open()) {
            assertThatThrownBy(() -> records.failed(record, new RejectedRecordException("bad-amount", "-3")))
                    .isInstanceOf(PoisonRecordException.class)
                    .hasMessageStartingWith("Cannot process the record at offset 17 of topic orders, partition 3"
                            + " (bad-amount): io.tidemark.deadletter.RejectedRecordException: -3. Every start comes to"
                            + " this record again: ");
        }
    }

    @Test
    void skipCountsByTheReasonOfTheFunction() {
        try (PoisonRecords records = PoisonPolicy.skip().open()) {
            records.failed(record, new IllegalStateException(new RejectedRecordException("bad-amount")));
            records.failed(new ConsumerRecord<>("orders", 3, 18, new byte[0], new byte[0]), new ArithmeticException());
            records.awaitAll();
            assertThat(records.rejected().byReason()).containsExactly(entry("bad-amount", 1L), entry("failed", 1L));
        }
    }

    @Test
    void neitherAServerThatIsAwayNorABatchThatIsTooLargeIsARecordsFault() {
        try (PoisonRecords records = PoisonPolicy.skip().open()) {
            for (Exception away : List.of(
                    new SocketTimeoutException(),
                    new TimeoutException(),
                    new org.apache.kafka.common.errors.TimeoutException())) {
                assertThatThrownBy(() -> records.failed(record, new IllegalStateException(away)))
                        .isInstanceOf(PoisonRecordException.class)
                        .hasMessageContaining("A server that does not answer");
            }
            assertThatThrownBy(() -> records.failed(record, new BatchTooLargeException("too large")))
                    .isInstanceOf(BatchTooLargeException.class);
            assertThat(records.rejected().isEmpty()).isTrue();
        }
    }

    @Test
    void aDeadLetterTopicShowsNoSecretAndTakesTheSettingsOfItsStream() {
        PoisonPolicy.DeadLetters own = (PoisonPolicy.DeadLetters)
                PoisonPolicy.deadLetter("rejected", Map.of("bootstrap.servers", "own:1", "sasl.jaas.config", "secret"));
        PoisonPolicy.DeadLetters merged = own.over(Map.of(
                "bootstrap.servers", "stream:1", "security.protocol", "SSL", "interceptor.classes", "a.Consumers"));
        assertThat(merged.settings())
                .containsOnlyKeys("bootstrap.servers", "sasl.jaas.config", "security.protocol")
                .containsEntry("bootstrap.servers", "own:1");
        assertThat(merged).hasToString("DeadLetters[rejected]");
        assertThat(merged.target()).hasToString("DeadLetterTopic[rejected]");
        assertThatThrownBy(() -> PoisonPolicy.deadLetter(" ")).hasMessageContaining("its name is blank");
    }
}
