package io.tidemark.offset.kafka.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidCommitOffsetSizeException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private final Requests requests = new Requests();

    @Test
    void requestsBecomeSmallerUntilTheyHaveOnePartition() {
        assertThat(sizeOfFirst()).isEqualTo(100);
        while (requests.shrinkAfter(new InvalidCommitOffsetSizeException("too large"))) {
            // as long as the broker refuses
        }
        assertThat(sizeOfFirst()).isEqualTo(1);
    }

    /** Kafka 4.1 answers so to a transaction's request that is too large; an older client has it as text. */
    @Test
    void anUnknownErrorOfTheServerMayMeanTooLarge() {
        KafkaException asText = new KafkaException("Unexpected error in TxnOffsetCommitResponse: "
                + new UnknownServerException("The server experienced an unexpected error when processing the request.")
                        .getMessage());
        assertThat(requests.shrinkAfter(asText)).isTrue();
        assertThat(requests.shrinkAfter(new UnknownServerException("unknown"))).isTrue();
    }

    @Test
    void anUnknownErrorThatOnePartitionMeetsTooIsNoQuestionOfSize() {
        while (requests.shrinkAfter(new UnknownServerException("unknown"))) {
            // as long as the broker refuses
        }
        assertThat(sizeOfFirst()).isEqualTo(100);
    }

    @Test
    void anotherFailureChangesNothing() {
        assertThat(requests.shrinkAfter(new NotCoordinatorException("moved"))).isFalse();
    }

    private int sizeOfFirst() {
        Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
        for (int partition = 0; partition < 100; partition++) {
            commit.put(new TopicPartition("orders", partition), new OffsetAndMetadata(5, "text"));
        }
        return requests.of("group", commit).get(0).size();
    }
}
