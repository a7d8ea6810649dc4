package io.tidemark.it.faults;

import io.tidemark.embedded.kafka.EmbeddedKafkaCluster;
import io.tidemark.it.LocalSpark;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import io.tidemark.stream.RestartPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One process of a job whose log and whose offset store are on the same cluster, in small batches. */
final class ClusterJob implements AutoCloseable {

    /** Nobody gives up before the cluster has a leader again. */
    private static final RestartPolicy PATIENT =
            RestartPolicy.times(1_000).withDelays(Duration.ofMillis(100), Duration.ofMillis(500));

    private final String topic;
    private final OpenOffsetStore store;
    private final AtomicReference<Runnable> inNextBatch = new AtomicReference<>(() -> {});
    private final ManagedStream stream;

    /** Starts it; fails as a process does that cannot start. */
    ClusterJob(EmbeddedKafkaCluster cluster, String topic, InMemoryMetricSink sink, OutOfRangePolicy policy) {
        this.topic = topic;
        this.store = store(cluster);
        try {
            stream = ManagedStream.of(
                            LocalSpark.CONTEXT, store.store(), settings(cluster, topic, OutOfRangePolicies.all(policy)))
                    .exactlyOnceInto(sink, batch -> {
                        inNextBatch.getAndSet(() -> {}).run();
                        return CellJob.measure(batch);
                    });
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    static OpenOffsetStore store(EmbeddedKafkaCluster cluster) {
        return OffsetStores.open("kafka://" + cluster.bootstrapServers(), Map.of("timeout", "20s"));
    }

    private static StreamSettings<byte[], byte[]> settings(
            EmbeddedKafkaCluster cluster, String topic, OutOfRangePolicies policies) {
        return StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                .group(topic)
                .topics(topic)
                .kafka(Map.of("bootstrap.servers", cluster.bootstrapServers()))
                .batchInterval(Duration.ofMillis(100))
                .maxRecordsPerBatch(6)
                .clusterTimeout(Duration.ofSeconds(5))
                .restarts(PATIENT)
                .outOfRange(policies)
                .shutdownHook(StreamSettings.ShutdownHook.OFF)
                .build();
    }

    /** What is done in the next batch, when its bounds are fixed and none of its records has been read; once. */
    void inNextBatch(Runnable what) {
        inNextBatch.set(what);
    }

    OffsetStore store() {
        return store.store();
    }

    /** How many offsets are stored as done. */
    long stored() {
        return CellJob.stored(topic, store.store());
    }

    /** Waits until it ends for good, by what it throws then. */
    void awaitEnd(Duration limit) throws InterruptedException {
        stream.awaitTermination(limit);
    }

    boolean isRunning() {
        return stream.isRunning();
    }

    /** Ends it as its operator does. */
    @Override
    public void close() {
        stream.close();
        store.close();
    }
}
