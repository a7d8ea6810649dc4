package io.tidemark.offset.tck;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** Stores that are correct except for the writers that they record. */
final class StoresOfBrokenWriters {

    private StoresOfBrokenWriters() {}

    /** Keeps writers in a separate map. */
    private abstract static class KeepsWriters extends ForwardingOffsetStore {

        final Map<TopicPartition, WriterName> writers = new ConcurrentHashMap<>();

        /** Called after a write that was applied. */
        abstract void written(Collection<TopicPartition> partitions);

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            return named(super.load(group));
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Map<TopicPartition, StoredOffset> absent = new HashMap<>(offsets);
            absent.keySet().removeIf(partition -> stored(group, partition) != null);
            Map<TopicPartition, StoredOffset> governing = super.initialize(group, offsets);
            written(absent.keySet());
            return named(governing);
        }

        @Override
        public void commit(OffsetCommit commit) {
            super.commit(commit);
            written(commit.ranges().stream().map(range -> range.partition()).toList());
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            super.reposition(reposition);
            written(reposition.moves().keySet());
        }

        private Map<TopicPartition, StoredOffset> named(Map<TopicPartition, StoredOffset> entries) {
            Map<TopicPartition, StoredOffset> named = new HashMap<>(entries);
            named.replaceAll((partition, entry) -> new StoredOffset(
                    entry.offset(), entry.identity(), entry.storedAt(), Optional.ofNullable(writers.get(partition))));
            return named;
        }
    }

    /** Records no writer. */
    static class DropsWriters extends KeepsWriters {
        @Override
        void written(Collection<TopicPartition> partitions) {}
    }

    /** Records the writer of an entry only when it is created. */
    static class KeepsTheFirstWriter extends KeepsWriters {
        @Override
        void written(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> writers.putIfAbsent(partition, writer.get()));
        }
    }

    /** Records one writer for the whole group. */
    static class KeepsOneWriter extends KeepsWriters {
        @Override
        void written(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> writers.put(partition, writer.get()));
            if (!partitions.isEmpty()) {
                writers.replaceAll((partition, old) -> writer.get());
            }
        }
    }

    /** Has a column that is too short for names. */
    static class CutsWriters extends KeepsWriters {
        @Override
        void written(Collection<TopicPartition> partitions) {
            String name = writer.get().value();
            partitions.forEach(partition ->
                    writers.put(partition, new WriterName(name.substring(0, Math.min(64, name.length())))));
        }
    }

    /** Reports the reader as the writer of everything. */
    static class AnswersItself extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Map<TopicPartition, StoredOffset> governing = new HashMap<>(super.initialize(group, offsets));
            governing.replaceAll((partition, entry) ->
                    new StoredOffset(entry.offset(), entry.identity(), entry.storedAt(), Optional.of(writer.get())));
            return governing;
        }
    }

    /** Stores the writer that comes with an entry. */
    static class TakesForeignWriters extends KeepsWriters {
        @Override
        void written(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> writers.put(partition, writer.get()));
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Map<TopicPartition, StoredOffset> governing = super.initialize(group, offsets);
            offsets.forEach((partition, given) -> given.writer().ifPresent(foreign -> writers.put(partition, foreign)));
            return governing;
        }
    }

    /** Records the writer before the write is accepted. */
    static class NotesRefusedWriters extends KeepsWriters {
        @Override
        void written(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> writers.put(partition, writer.get()));
        }

        @Override
        public void commit(OffsetCommit commit) {
            written(commit.ranges().stream().map(range -> range.partition()).toList());
            super.commit(commit);
        }
    }

    /** Records the writer, but does not name it in a conflict. */
    static class HidesWriters extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            try {
                super.commit(commit);
            } catch (OffsetConflictException conflict) {
                throw hidden(conflict);
            }
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            try {
                super.reposition(reposition);
            } catch (OffsetConflictException conflict) {
                throw hidden(conflict);
            }
        }

        private static OffsetConflictException hidden(OffsetConflictException conflict) {
            return new OffsetConflictException(
                    conflict.group(),
                    conflict.conflicts().stream()
                            .map(one -> new Conflict(
                                    one.partition(),
                                    one.expected(),
                                    one.found(),
                                    one.expectedIdentity(),
                                    one.foundIdentity()))
                            .toList());
        }
    }
}
