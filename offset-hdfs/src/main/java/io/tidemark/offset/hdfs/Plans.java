package io.tidemark.offset.hdfs;

import io.tidemark.offset.Governor;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.hdfs.internal.layout.GroupState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Checks the condition of each kind of write against a state, and computes the state that the write leaves. */
final class Plans {

    private final WriterName writer;

    Plans(WriterName writer) {
        this.writer = writer;
    }

    /** Empty if every partition has an entry. */
    Optional<Plan> initialize(GroupState state, Map<TopicPartition, StoredOffset> first) {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>(state.offsets());
        Instant now = now();
        first.forEach((partition, given) -> offsets.putIfAbsent(partition, written(given, now)));
        return offsets.size() == state.offsets().size()
                ? Optional.empty()
                : Optional.of(new Plan(offsets, state.governor(), List.of()));
    }

    Optional<Plan> commit(GroupState state, OffsetCommit commit) {
        commit.requireStored(state.offsets(), writer);
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>(state.offsets());
        Optional<Instant> now = Optional.of(now());
        Optional<WriterName> by = Optional.of(writer);
        for (PartitionRange range : commit.ranges()) {
            offsets.computeIfPresent(
                    range.partition(), (partition, old) -> new StoredOffset(range.until(), old.identity(), now, by));
        }
        return Optional.of(new Plan(offsets, state.governor(), List.of()));
    }

    Optional<Plan> reposition(GroupState state, OffsetReposition reposition) {
        reposition.requireStored(state.offsets(), writer);
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>(state.offsets());
        Instant now = now();
        reposition.moves().forEach((partition, move) -> move.next()
                .ifPresentOrElse(next -> offsets.put(partition, written(next, now)), () -> offsets.remove(partition)));
        return Optional.of(new Plan(offsets, state.governor(), reposition.receipts()));
    }

    Optional<Plan> govern(GroupState state, Governor governor) {
        return Optional.of(new Plan(state.offsets(), Optional.of(governor), List.of()));
    }

    private StoredOffset written(StoredOffset given, Instant now) {
        return new StoredOffset(given.offset(), given.identity(), Optional.of(now), Optional.of(writer));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
