package io.tidemark.offset.verification;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.KafkaConnection;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Waits for a cluster's answers, and converts failures to messages with the cluster's address and a remedy. Immutable.
 */
final class ClusterAnswers {

    private final Duration timeout;
    private final KafkaConnection connection;

    /**
     * @param timeout the timeout of each answer
     * @param connection the cluster's address and protocol, for messages
     */
    ClusterAnswers(Duration timeout, KafkaConnection connection) {
        this.timeout = timeout;
        this.connection = connection;
    }

    /**
     * Waits for an answer.
     *
     * @param what the request, as in {@code "list the topics"}
     * @throws OffsetStoreException if there is no answer in time, or the answer is an error, which is then the cause
     */
    <T> T await(String what, KafkaFuture<T> future) {
        String cannot = "Cannot " + what + " in " + connection + ": ";
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new OffsetStoreException(cannot + connection.explain(cause), cause);
        } catch (TimeoutException e) {
            org.apache.kafka.common.errors.TimeoutException late = new org.apache.kafka.common.errors.TimeoutException(
                    "no answer from the cluster within " + timeout.toMillis() + " ms");
            throw new OffsetStoreException(cannot + connection.explain(late), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OffsetStoreException(cannot + "interrupted while waiting for the cluster", e);
        }
    }
}
