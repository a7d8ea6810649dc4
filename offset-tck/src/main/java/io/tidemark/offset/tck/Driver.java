package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.Assertions;

/** One driver of one group on a store, so that tests read like a job. */
record Driver(OffsetStore store, GroupId group) {

    /** A driver of the group that most tests use. */
    static Driver on(OffsetStore store) {
        return new Driver(store, Samples.GROUP);
    }

    Driver startingAt(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        offsets.forEach((partition, offset) -> first.put(partition, StoredOffset.of(offset)));
        store.initialize(group, first);
        return this;
    }

    void commit(PartitionRange... ranges) {
        commit(List.of(ranges));
    }

    void commit(List<PartitionRange> ranges) {
        store.commit(new OffsetCommit(group, ranges));
    }

    /** Commits and expects a conflict. */
    OffsetConflictException refused(PartitionRange... ranges) {
        return refused(() -> commit(ranges));
    }

    /** Runs a write and expects a conflict. */
    static OffsetConflictException refused(Runnable write) {
        OffsetConflictException conflict = catchThrowableOfType(OffsetConflictException.class, write::run);
        Assertions.assertThat(conflict)
                .as("the write has to be refused with a conflict")
                .isNotNull();
        return conflict;
    }

    /** The conflicts without their writers, which {@link WriterTests} cover. */
    static List<Conflict> numbers(OffsetConflictException conflict) {
        return conflict.conflicts().stream()
                .map(one -> new Conflict(
                        one.partition(), one.expected(), one.found(), one.expectedIdentity(), one.foundIdentity()))
                .toList();
    }

    void move(TopicPartition partition, OffsetReposition.Move move, LossReceipt... receipts) {
        move(Map.of(partition, move), List.of(receipts));
    }

    void move(Map<TopicPartition, OffsetReposition.Move> moves, List<LossReceipt> receipts) {
        store.reposition(new OffsetReposition(group, moves, receipts));
    }

    /** The stored entries of the topics that most tests use. */
    Map<TopicPartition, Long> stored() {
        return stored(Samples.TOPIC, Samples.OTHER_TOPIC);
    }

    Map<TopicPartition, Long> stored(String... topics) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        entries(topics).forEach((partition, entry) -> offsets.put(partition, entry.offset()));
        return offsets;
    }

    /** The stored entries of all topics. */
    Map<TopicPartition, Long> everything() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        store.load(group).forEach((partition, entry) -> offsets.put(partition, entry.offset()));
        return offsets;
    }

    Map<TopicPartition, StoredOffset> entries(String... topics) {
        return store.load(group, Set.of(topics));
    }

    StoredOffset entry(TopicPartition partition) {
        StoredOffset entry = entries(partition.topic()).get(partition);
        return Assertions.assertThat(entry)
                .as("the entry of %s", partition)
                .isNotNull()
                .actual();
    }
}
