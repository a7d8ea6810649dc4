package io.tidemark.offset.kafka.internal.journal;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Creates plans for the writes of the contract. */
public final class Plans {

    private final Clock clock;
    private final WriterName writer;

    public Plans(Clock clock, WriterName writer) {
        this.clock = clock;
        this.writer = writer;
    }

    public Plan commit(OffsetCommit commit) {
        return new Commit(commit);
    }

    public Plan reposition(OffsetReposition reposition) {
        return new Reposition(reposition);
    }

    public Initialize initialize(GroupId group, Map<TopicPartition, StoredOffset> first) {
        return new Initialize(group, first);
    }

    public Plan governor(GroupId group, Governor governor) {
        return new Governing(group, governor);
    }

    /** Records what governs; no offset depends on it. */
    private record Governing(GroupId group, Governor governor) implements Plan {

        @Override
        public String what() {
            return "the record of what governs";
        }

        @Override
        public List<PartitionRange> ranges() {
            return List.of();
        }

        @Override
        public Set<TopicPartition> partitions() {
            return Set.of();
        }

        @Override
        public Change change(Map<TopicPartition, StoredOffset> stored) {
            return new Change(Map.of(), Map.of(), List.of(), Optional.of(governor));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static PartitionRange emptyRange(TopicPartition partition, long offset) {
        return new PartitionRange(partition, offset, offset);
    }

    private final class Commit implements Plan {

        private final OffsetCommit commit;

        Commit(OffsetCommit commit) {
            this.commit = commit;
        }

        @Override
        public GroupId group() {
            return commit.group();
        }

        @Override
        public String what() {
            return "the commit";
        }

        @Override
        public List<PartitionRange> ranges() {
            return commit.ranges();
        }

        @Override
        public Set<TopicPartition> partitions() {
            return commit.ranges().stream().map(PartitionRange::partition).collect(Collectors.toSet());
        }

        @Override
        public Change change(Map<TopicPartition, StoredOffset> stored) {
            commit.requireStored(stored, writer);
            Instant now = now();
            Map<TopicPartition, Entry> entries = new HashMap<>();
            for (PartitionRange range : commit.ranges()) {
                Optional<TopicIdentity> identity =
                        Optional.ofNullable(stored.get(range.partition())).flatMap(StoredOffset::identity);
                entries.put(range.partition(), new Entry(range.until(), range.from(), now, identity, writer));
            }
            return new Change(entries, Map.of(), List.of());
        }
    }

    private final class Reposition implements Plan {

        private final OffsetReposition reposition;

        Reposition(OffsetReposition reposition) {
            this.reposition = reposition;
        }

        @Override
        public GroupId group() {
            return reposition.group();
        }

        @Override
        public String what() {
            return "the move";
        }

        @Override
        public List<PartitionRange> ranges() {
            return reposition.moves().entrySet().stream()
                    .map(move -> emptyRange(
                            move.getKey(),
                            move.getValue()
                                    .next()
                                    .orElse(move.getValue().expected())
                                    .offset()))
                    .toList();
        }

        @Override
        public Set<TopicPartition> partitions() {
            return reposition.moves().keySet();
        }

        @Override
        public Change change(Map<TopicPartition, StoredOffset> stored) {
            reposition.requireStored(stored, writer);
            Instant now = now();
            Map<TopicPartition, Entry> entries = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> removals = new HashMap<>();
            reposition.moves().forEach((partition, move) -> {
                long from = move.expected().offset();
                move.next()
                        .ifPresentOrElse(
                                next -> entries.put(
                                        partition, new Entry(next.offset(), from, now, next.identity(), writer)),
                                () -> removals.put(partition, Entry.removed(from, now, writer)));
            });
            return new Change(entries, removals, reposition.receipts());
        }
    }

    /** First offsets; after its last change it knows the entries that govern. */
    public final class Initialize implements Plan {

        private final GroupId group;
        private final Map<TopicPartition, StoredOffset> first;
        private Map<TopicPartition, StoredOffset> governing = Map.of();

        public Initialize(GroupId group, Map<TopicPartition, StoredOffset> first) {
            this.group = group;
            this.first = Map.copyOf(first);
        }

        @Override
        public GroupId group() {
            return group;
        }

        @Override
        public String what() {
            return "the first offsets";
        }

        @Override
        public List<PartitionRange> ranges() {
            return first.entrySet().stream()
                    .map(one -> emptyRange(one.getKey(), one.getValue().offset()))
                    .toList();
        }

        @Override
        public Set<TopicPartition> partitions() {
            return first.keySet();
        }

        @Override
        public Change change(Map<TopicPartition, StoredOffset> stored) {
            Instant now = now();
            Map<TopicPartition, Entry> entries = new HashMap<>();
            Map<TopicPartition, StoredOffset> after = new HashMap<>(stored);
            first.forEach((partition, given) -> {
                if (!stored.containsKey(partition)) {
                    Entry entry = new Entry(given.offset(), given.offset(), now, given.identity(), writer);
                    entries.put(partition, entry);
                    after.put(partition, entry.stored());
                }
            });
            governing = Map.copyOf(after);
            return new Change(entries, Map.of(), List.of());
        }

        public Map<TopicPartition, StoredOffset> governing() {
            return governing;
        }
    }
}
