package io.tidemark.offset.tck;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongBiFunction;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A correct store. Broken stores override one of its methods. */
class ForwardingOffsetStore implements OffsetStore {

    /** The writer of the current thread. */
    final ThreadLocal<WriterName> writer = ThreadLocal.withInitial(WriterName::ofThisProcess);

    final OffsetStore sound = new Sound(new InMemoryOffsetStore(), writer);

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return sound.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        return sound.initialize(group, offsets);
    }

    @Override
    public void commit(OffsetCommit commit) {
        sound.commit(commit);
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        sound.reposition(reposition);
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return sound.lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return sound.governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        sound.recordGovernor(group, governor);
    }

    /** The stored entry of one partition. */
    @Nullable
    StoredOffset stored(GroupId group, TopicPartition partition) {
        return sound.load(group, Set.of(partition.topic())).get(partition);
    }

    /** Writes an offset without a condition. */
    void put(GroupId group, TopicPartition partition, long offset) {
        while (true) {
            sound.initialize(group, Map.of(partition, StoredOffset.of(offset)));
            StoredOffset stored = stored(group, partition);
            try {
                if (stored != null) {
                    Move move = Move.to(stored, StoredOffset.of(offset));
                    sound.reposition(new OffsetReposition(group, Map.of(partition, move), List.of()));
                    return;
                }
            } catch (OffsetConflictException changed) {
                // another writer was faster: overwrite its entry
            }
        }
    }

    /** Commits with other start offsets than the given ones. */
    void rebase(OffsetCommit commit, ToLongBiFunction<PartitionRange, Long> beginning) {
        List<PartitionRange> ranges = commit.ranges().stream()
                .map(range -> {
                    StoredOffset stored = stored(commit.group(), range.partition());
                    long from = stored == null ? range.from() : beginning.applyAsLong(range, stored.offset());
                    return new PartitionRange(range.partition(), from, Math.max(from, range.until()));
                })
                .toList();
        sound.commit(new OffsetCommit(commit.group(), ranges));
    }

    /** A correct store that writes as the writer of the current thread. */
    private record Sound(InMemoryOffsetStore memory, ThreadLocal<WriterName> writer) implements OffsetStore {

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            return memory.load(group);
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            return memory.writingAs(writer.get()).initialize(group, offsets);
        }

        @Override
        public void commit(OffsetCommit commit) {
            memory.writingAs(writer.get()).commit(commit);
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            memory.writingAs(writer.get()).reposition(reposition);
        }

        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            return memory.lossReceipts(group);
        }

        @Override
        public Optional<Governor> governor(GroupId group) {
            return memory.governor(group);
        }

        @Override
        public void recordGovernor(GroupId group, Governor governor) {
            memory.recordGovernor(group, governor);
        }
    }

    static OffsetReposition withMoves(OffsetReposition reposition, UnaryOperator<Move> change) {
        Map<TopicPartition, Move> moves = new HashMap<>();
        reposition.moves().forEach((partition, move) -> moves.put(partition, change.apply(move)));
        return new OffsetReposition(reposition.group(), moves, reposition.receipts());
    }

    static LossReceipt with(LossReceipt receipt, Optional<TopicIdentity> identity, Instant time) {
        return new LossReceipt(
                receipt.group(),
                receipt.partition(),
                identity,
                receipt.from(),
                receipt.until(),
                receipt.reason(),
                receipt.policy(),
                time);
    }
}
