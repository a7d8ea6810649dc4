package io.tidemark.cli.plan;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.verification.LogBounds;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The target of a move. An offset outside a log is moved to the nearer end of the log, as Kafka's own tool does. */
public sealed interface Target {

    /** Looks up what it needs from the cluster besides bounds: offsets for a time. */
    default Map<TopicPartition, Long> lookUp(Cluster cluster, Collection<TopicPartition> partitions) {
        return Map.of();
    }

    /**
     * The target offset, not yet limited to the bounds.
     *
     * @param stored the stored entry, if there is one
     * @param bounds the log's bounds
     * @param lookedUp the result of {@link #lookUp} for the partition
     */
    long offset(Optional<StoredOffset> stored, LogBounds bounds, Optional<Long> lookedUp);

    /** To the first offset that can be read. */
    record Earliest() implements Target {
        @Override
        public long offset(Optional<StoredOffset> stored, LogBounds bounds, Optional<Long> lookedUp) {
            return bounds.start();
        }
    }

    /** To the log's end. */
    record Latest() implements Target {
        @Override
        public long offset(Optional<StoredOffset> stored, LogBounds bounds, Optional<Long> lookedUp) {
            return bounds.end();
        }
    }

    /** To the first record of a time or later; to the log's end if there is none. */
    record At(Instant moment) implements Target {
        @Override
        public Map<TopicPartition, Long> lookUp(Cluster cluster, Collection<TopicPartition> partitions) {
            return cluster.logs().offsetsAt(moment, partitions);
        }

        @Override
        public long offset(Optional<StoredOffset> stored, LogBounds bounds, Optional<Long> lookedUp) {
            return lookedUp.orElse(bounds.end());
        }
    }

    /** By a number of offsets, forward or back. */
    record By(long shift) implements Target {
        @Override
        public long offset(Optional<StoredOffset> stored, LogBounds bounds, Optional<Long> lookedUp) {
            long from = stored.map(StoredOffset::offset).orElse(bounds.start());
            try {
                return Math.addExact(from, shift);
            } catch (ArithmeticException e) {
                return shift > 0 ? Long.MAX_VALUE : 0;
            }
        }
    }

    /** To an offset. */
    record Offset(long offset) implements Target {
        @Override
        public long offset(Optional<StoredOffset> stored, LogBounds bounds, Optional<Long> lookedUp) {
            return offset;
        }
    }
}
