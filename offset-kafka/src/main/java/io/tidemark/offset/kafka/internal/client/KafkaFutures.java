package io.tidemark.offset.kafka.internal.client;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for Kafka's futures and converts all failures to {@link KafkaException}. */
public final class KafkaFutures {

    private KafkaFutures() {}

    public static <T> T await(Future<T> answer, Deadline deadline) {
        try {
            return answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof KafkaException known
                    ? known
                    : new KafkaException("Cannot interpret Kafka's answer", failure);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException("no answer within " + deadline.limit().toMillis() + " ms", late);
        } catch (InterruptedException interrupt) {
            // restores the thread's interrupt flag
            throw new InterruptException(interrupt);
        }
    }
}
