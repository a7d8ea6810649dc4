package io.tidemark.faultinjection;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** Changes the topic of the log. */
final class LogTopic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Admin admin;
    private final String name;

    LogTopic(Map<String, Object> kafka, String name) {
        this.admin = Admin.create(kafka);
        this.name = name;
    }

    TopicPartition partition(int number) {
        return new TopicPartition(name, number);
    }

    /** Adds partitions, and returns when they accept records. */
    void grow(int partitions) {
        ask(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions)))
                .all());
        Map<TopicPartition, OffsetSpec> newest = Map.of(partition(partitions - 1), OffsetSpec.latest());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                ask(admin.listOffsets(newest).all());
                return;
            } catch (FaultInjectionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    /** Deletes the records before these offsets. */
    void delete(Map<TopicPartition, Long> until) {
        Map<TopicPartition, RecordsToDelete> deletion = new HashMap<>();
        until.forEach((partition, offset) -> deletion.put(partition, RecordsToDelete.beforeOffset(offset)));
        ask(admin.deleteRecords(deletion).all());
    }

    private <T> T ask(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FaultInjectionException("Cannot prepare topic '" + name + "': " + cause, cause);
        } catch (TimeoutException e) {
            throw new FaultInjectionException("Cannot prepare topic '" + name + "': no answer for " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultInjectionException("Cannot prepare topic '" + name + "': interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
