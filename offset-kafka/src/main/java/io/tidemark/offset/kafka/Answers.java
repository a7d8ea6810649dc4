package io.tidemark.offset.kafka;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for answers, so that all that can go wrong is a {@link KafkaException}. */
final class Answers {

    private Answers() {}

    static <T> T await(Future<T> answer, Deadline deadline) {
        try {
            return answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof KafkaException known
                    ? known
                    : new KafkaException("Cannot use Kafka's answer", failure);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException("no answer within " + deadline.limit().toMillis() + " ms", late);
        } catch (InterruptedException interrupt) {
            // sets the thread's flag again
            throw new InterruptException(interrupt);
        }
    }
}
