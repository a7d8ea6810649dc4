package io.tidemark.spark.internal.run;

import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.offset.GroupId;
import io.tidemark.spark.internal.executor.ConsumerFactory;
import io.tidemark.stream.keeping.KeepingSettings;
import java.time.Duration;

/**
 * The settings that a run uses.
 *
 * @param keeping what the keeping of offsets uses, all listeners included
 * @param consumers makes the executors' consumers
 * @param poison decides about records that cannot be processed
 * @param batchInterval how often a batch is formed
 * @param readTimeout how long an executor waits for records that the broker said are there
 * @param consumerIdleTimeout how long an executor keeps an unused consumer
 * @param stopTimeout how long a stop waits for the running batch
 */
public record RunSettings<K, V>(
        KeepingSettings keeping,
        ConsumerFactory<K, V> consumers,
        PoisonPolicy poison,
        Duration batchInterval,
        Duration readTimeout,
        Duration consumerIdleTimeout,
        Duration stopTimeout) {

    /** The group that the offsets are kept for. */
    public GroupId group() {
        return keeping.group();
    }
}
