package io.tidemark.stream.keeping;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.spi.KafkaConnection;
import io.tidemark.offset.start.StartOffsets;
import io.tidemark.offset.verification.ClusterLogReader;
import io.tidemark.offset.verification.RecordTimestamps;
import io.tidemark.stream.internal.StreamEvents;
import io.tidemark.stream.internal.cluster.Cluster;
import io.tidemark.stream.internal.cluster.KafkaParams;
import io.tidemark.stream.internal.cluster.LeaderEpochEnds;
import io.tidemark.stream.internal.fence.RunFence;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps a group's offsets during one run of a stream. It is for authors of engines; a program with a plain Kafka
 * consumer uses {@link BatchLoop}. It resumes from the stored offsets when it is opened. Then the engine repeats
 * three steps: it {@linkplain LogWatch#refresh refreshes} the bounds of the log, forms the ranges of a batch up to
 * {@link LogWatch#ends}, and passes them to {@link #batches()}, which verifies them, calls the output and commits.
 *
 * <p>After a failure, close it and open another one, which resumes from the stored offsets. It borrows its store and
 * sink and closes neither. {@link #revoke}, {@link #drained} and {@link #close} are thread-safe; for the other
 * methods see {@link LogWatch} and {@link BatchRunner}.
 *
 * <pre>{@code
 * KeepingSettings settings = KeepingSettings.builder()
 *         .group("orders")
 *         .topics("orders")
 *         .kafka(Map.of("bootstrap.servers", "kafka:9092"))
 *         .build();
 * BatchOutput<List<PartitionRange>> output = BatchOutput.atLeastOnce(ranges -> System.out.println(ranges));
 * try (OffsetKeeping<List<PartitionRange>> keeping =
 *         OffsetKeeping.open(settings, store, output, new StreamMemory(), Map.of())) {
 *     keeping.log().refresh();
 *     List<PartitionRange> formed = new ArrayList<>();
 *     keeping.log().ends().forEach((partition, until) -> {
 *         formed.add(new PartitionRange(partition, keeping.log().next(partition), until));
 *         keeping.log().formed(partition, until);
 *     });
 *     BatchRunner<List<PartitionRange>>.Prepared batch =
 *             keeping.batches().prepare(Instant.now(), formed, ranges -> ranges, () -> true);
 *     while (!batch.isEmpty()) {
 *         Optional<BatchRunner.Rest> rest = batch.begin();
 *         if (rest.isPresent()) {
 *             rest.get().finish();
 *         }
 *     }
 * }
 * }</pre>
 *
 * @param <B> the engine's type of a batch
 * @since 0.1
 */
public final class OffsetKeeping<B> implements AutoCloseable {

    /** The age of the oldest unread records is for people, who read it ten seconds later as well. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    private final Runnable disconnect;
    private final RunFence fence;
    private final StartOffsets starts;
    private final LogWatch log;
    private final BatchRunner<B> batches;

    private OffsetKeeping(
            KeepingSettings settings,
            OffsetStore store,
            BatchOutput<B> output,
            StreamMemory memory,
            Map<TopicPartition, TopicIdentity> known,
            Cluster cluster,
            StreamMemory.Timestamps timestamps,
            Runnable disconnect) {
        this.disconnect = disconnect;
        fence = new RunFence(settings.group(), memory.writes());
        StreamEvents events = memory.events(settings);
        OffsetKeeper keeper = new OffsetKeeper(settings.group(), store, output.sink(), fence);
        starts = new StreamStart(settings, cluster, memory.epochs(), keeper, events)
                .resolve(known)
                .starts();
        log = new LogWatch(settings, cluster, memory.epochs(), starts.offsets());
        memory.follow(log, settings, timestamps);
        batches = new BatchRunner<>(settings, output, keeper, log, memory.size(), events);
    }

    /**
     * Resumes a group, or starts it if nothing is stored.
     *
     * @param settings whose offsets to keep, and how
     * @param store where the offsets are kept; borrowed
     * @param output what happens to the batches
     * @param memory what earlier runs of the stream in this process remember; a new one for the first run
     * @param known the {@linkplain BatchRunner#identities identities} of the last run in this process; empty for the
     *     first run. A partition among them that is no longer stored is an error
     * @throws IllegalArgumentException if the output commits in the transactions of another store
     * @throws io.tidemark.offset.verification.OffsetVerificationException if stored offsets cannot be resumed and the
     *     policy is to fail
     * @throws io.tidemark.offset.OffsetStoreException if the cluster, the store or the sink cannot be reached or
     *     refuses, a topic does not exist, the group has live members, or the sink is empty and the store is not
     */
    public static <B> OffsetKeeping<B> open(
            KeepingSettings settings,
            OffsetStore store,
            BatchOutput<B> output,
            StreamMemory memory,
            Map<TopicPartition, TopicIdentity> known) {
        output.requireStore(settings.group(), store);
        Admin admin = KafkaParams.admin(settings.group(), settings.kafka(), settings.clusterTimeout());
        try {
            Cluster cluster = Cluster.of(
                    new ClusterLogReader(
                            admin,
                            KafkaParams.isolation(settings.kafka()),
                            settings.clusterTimeout(),
                            KafkaConnection.of(settings.kafka())),
                    new LeaderEpochEnds(settings.kafka(), settings.clusterTimeout()));
            RecordTimestamps timestamps = new RecordTimestamps(KafkaParams.ofConsumer(settings.kafka()), LONGEST_LOOK);
            return new OffsetKeeping<>(settings, store, output, memory, known, cluster, timestamps::at, () -> {
                timestamps.close();
                admin.close(Duration.ZERO);
            });
        } catch (RuntimeException | Error e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * The same on a given cluster, which may be a model of one.
     *
     * @param disconnect ends the connection to the cluster; called by {@link #close}
     */
    static <B> OffsetKeeping<B> open(
            KeepingSettings settings,
            OffsetStore store,
            BatchOutput<B> output,
            StreamMemory memory,
            Map<TopicPartition, TopicIdentity> known,
            Cluster cluster,
            Runnable disconnect) {
        return new OffsetKeeping<>(settings, store, output, memory, known, cluster, offsets -> Map.of(), disconnect);
    }

    /** Where each partition starts, and why. */
    public StartOffsets starts() {
        return starts;
    }

    /** The positions of the stream and the bounds of its log. */
    public LogWatch log() {
        return log;
    }

    /** Takes batches from their ranges to their commits. */
    public BatchRunner<B> batches() {
        return batches;
    }

    /** Refuses all further writes of this run to store and sink. A write that is under way is not interrupted. */
    public void revoke() {
        fence.revoke();
    }

    /** Completes when this run is revoked and none of its writes is under way. Never completes exceptionally. */
    public CompletableFuture<Void> drained() {
        return fence.drained();
    }

    /** Revokes this run and disconnects from the cluster. */
    @Override
    public void close() {
        revoke();
        disconnect.run();
    }
}
