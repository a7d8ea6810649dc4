package io.tidemark.offset.tck;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** One write, as a file of {@link DirectoryMetricSink} holds it. */
sealed interface DirectoryEntry extends Serializable {

    void applyTo(InMemoryMetricSink state);

    /** An entry with its time and its writer. */
    record Signed(Instant writtenAt, String writer, DirectoryEntry entry) implements Serializable {
        private static final long serialVersionUID = 1L;

        void applyTo(InMemoryMetricSink state) {
            entry.applyTo(state.writingAs(new WriterName(writer)));
        }

        byte[] encoded() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(this);
            }
            return bytes.toByteArray();
        }

        static Signed decoded(byte[] bytes) throws IOException {
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
                return (Signed) in.readObject();
            } catch (ClassNotFoundException e) {
                throw new InvalidClassException(e.toString());
            }
        }
    }

    record Written(GroupId group, List<PartitionRange> ranges, List<Measurement> measurements)
            implements DirectoryEntry {
        private static final long serialVersionUID = 1L;

        @Override
        public void applyTo(InMemoryMetricSink state) {
            state.write(new MetricBatch(group, ranges, measurements));
        }
    }

    record Entered(GroupId group, List<Slot> slots) implements DirectoryEntry {
        private static final long serialVersionUID = 1L;

        @Override
        public void applyTo(InMemoryMetricSink state) {
            Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
            slots.forEach(slot -> offsets.put(slot.partition, slot.offset()));
            state.initialize(group, offsets);
        }
    }

    record Governed(GroupId group, String governor) implements DirectoryEntry {
        private static final long serialVersionUID = 1L;

        @Override
        public void applyTo(InMemoryMetricSink state) {
            state.recordGovernor(group, Governor.ofText(governor));
        }
    }

    record Moved(GroupId group, List<Slot> expected, List<Slot> next, List<Loss> losses) implements DirectoryEntry {
        private static final long serialVersionUID = 1L;

        static Moved of(OffsetReposition reposition) {
            Map<TopicPartition, StoredOffset> expected = new HashMap<>();
            Map<TopicPartition, StoredOffset> next = new HashMap<>();
            reposition.moves().forEach((partition, move) -> {
                expected.put(partition, move.expected());
                move.next().ifPresent(offset -> next.put(partition, offset));
            });
            return new Moved(
                    reposition.group(),
                    Slot.of(expected),
                    Slot.of(next),
                    reposition.receipts().stream().map(Loss::of).toList());
        }

        @Override
        public void applyTo(InMemoryMetricSink state) {
            Map<TopicPartition, Move> moves = new HashMap<>();
            expected.forEach(slot -> moves.put(slot.partition, Move.removal(slot.offset())));
            next.forEach(slot -> moves.computeIfPresent(
                    slot.partition, (partition, removal) -> Move.to(removal.expected(), slot.offset())));
            state.reposition(new OffsetReposition(
                    group,
                    moves,
                    losses.stream().map(loss -> loss.receipt(group)).toList()));
        }
    }

    /** A receipt: its start, and its other values. */
    record Loss(Slot first, long until, LossReceipt.Reason reason, OutOfRangePolicy policy, Instant time)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        static Loss of(LossReceipt receipt) {
            StoredOffset first = new StoredOffset(receipt.from(), receipt.identity(), Optional.empty());
            return new Loss(
                    Slot.of(Map.of(receipt.partition(), first)).get(0),
                    receipt.until(),
                    receipt.reason(),
                    receipt.policy(),
                    receipt.time());
        }

        LossReceipt receipt(GroupId group) {
            return new LossReceipt(
                    group, first.partition, first.offset().identity(), first.value, until, reason, policy, time);
        }
    }

    /** A ledger entry; the texts are empty where it has no identity. */
    record Slot(TopicPartition partition, long value, String clusterId, String topicId) implements Serializable {
        private static final long serialVersionUID = 1L;

        static List<Slot> of(Map<TopicPartition, StoredOffset> offsets) {
            return offsets.entrySet().stream()
                    .map(entry -> new Slot(
                            entry.getKey(),
                            entry.getValue().offset(),
                            entry.getValue()
                                    .identity()
                                    .map(TopicIdentity::clusterId)
                                    .orElse(""),
                            entry.getValue()
                                    .identity()
                                    .map(identity -> identity.topicId().toString())
                                    .orElse("")))
                    .toList();
        }

        StoredOffset offset() {
            Optional<TopicIdentity> identity = topicId.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new TopicIdentity(clusterId, Uuid.fromString(topicId)));
            return new StoredOffset(value, identity, Optional.empty());
        }
    }
}
