package io.tidemark.offset;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;

/** Waits for what a cluster answers, and says in plain words where it does not. Immutable. */
final class ClusterAnswers {

    private final Duration timeout;
    private final String where;

    /**
     * @param timeout how long each answer may take
     * @param brokers the cluster's address, as messages name it; empty if it is not known
     */
    ClusterAnswers(Duration timeout, String brokers) {
        this.timeout = timeout;
        this.where = brokers.isEmpty() ? "" : " in Kafka at " + brokers;
    }

    /**
     * Waits for an answer.
     *
     * @param what what was asked for, as in {@code "list the topics"}
     * @throws OffsetStoreException if there is none in time, or it is a failure, which is then the cause
     */
    <T> T await(String what, KafkaFuture<T> future) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String remedy = cause instanceof AuthorizationException
                    ? "grant it to this client's user"
                    : "check bootstrap.servers and that the brokers are up";
            throw new OffsetStoreException("Cannot " + what + where + ": " + cause.getMessage() + "; " + remedy, cause);
        } catch (TimeoutException e) {
            throw new OffsetStoreException(
                    "Cannot " + what + where + ": no answer from the cluster within " + timeout.toMillis()
                            + " ms; check bootstrap.servers and that the brokers are up",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OffsetStoreException("Cannot " + what + where + ": interrupted while waiting for the cluster", e);
        }
    }
}
