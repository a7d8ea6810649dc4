package io.tidemark.offset.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidCommitOffsetSizeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class KafkaRemediesTest {

    /** Exceptions of the clients that stand for no error code of a broker. */
    private static final Set<String> OF_CLIENTS = Set.of(
            "AuthorizationException",
            "AuthenticationException",
            "SslAuthenticationException",
            "DisconnectException",
            "ConfigException");

    @Test
    void everyRowIsAnExceptionOfKafka() {
        Set<String> known = Arrays.stream(Errors.values())
                .filter(error -> error.exception() != null)
                .map(error -> error.exception().getClass().getSimpleName())
                .collect(Collectors.toSet());
        known.addAll(OF_CLIENTS);

        assertThat(known).containsAll(KafkaRemedies.TABLE.byCode().keySet());
    }

    @Test
    void anUnknownErrorHasItsWordsAndNoRemedy() {
        KafkaException unknown = new KafkaException("the broker is tired.", new IllegalStateException("since Monday"));

        assertThat(KafkaRemedies.of(unknown)).isEmpty();
        assertThat(KafkaRemedies.words(unknown)).isEqualTo("the broker is tired: since Monday");
    }

    @Test
    void theFirstKnownCauseHasTheRemedy() {
        KafkaException wrapped =
                new KafkaException("Failed to construct", new TopicAuthorizationException(Set.of("orders")));

        assertThat(KafkaRemedies.of(wrapped))
                .isEqualTo(KafkaRemedies.TABLE.of("TopicAuthorizationException"))
                .isPresent();
    }

    /** A transactional producer has no type for them. */
    @Test
    void errorsThatAProducerTellsAsTextAreRecognised() {
        for (Errors error : List.of(Errors.INVALID_COMMIT_OFFSET_SIZE, Errors.OFFSET_METADATA_TOO_LARGE)) {
            KafkaException told = new KafkaException("Unexpected error in TxnOffsetCommitResponse: " + error.message());

            assertThat(KafkaRemedies.of(told)).as(error.name()).isPresent();
            assertThat(KafkaRemedies.isKind(told, InvalidCommitOffsetSizeException.class))
                    .isEqualTo(error == Errors.INVALID_COMMIT_OFFSET_SIZE);
        }
    }
}
