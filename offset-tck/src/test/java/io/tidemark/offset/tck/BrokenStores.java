package io.tidemark.offset.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.tck.RenamingOffsetStore.StoredName;
import io.tidemark.offset.tck.fixture.Samples;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/** Stores that each violate the contract in one way, as real stores have done. */
final class BrokenStores {

    private BrokenStores() {}

    /** About the time of a server's answer, in which other writers can interfere. */
    private static void pause() {
        LockSupport.parkNanos(100_000);
    }

    // ---- commits

    /** Reports success without writing. */
    static class ForgetsCommits extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            commit.requireStored(sound.load(commit.group(), commit.topics()));
        }
    }

    /** Checks all partitions except the last. */
    static class LeavesOneConditionOut extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            List<PartitionRange> ranges = new ArrayList<>(commit.ranges());
            PartitionRange last = ranges.remove(ranges.size() - 1);
            StoredOffset stored = stored(commit.group(), last.partition());
            long from = stored == null ? last.from() : Math.min(stored.offset(), last.until());
            ranges.add(new PartitionRange(last.partition(), from, last.until()));
            sound.commit(new OffsetCommit(commit.group(), ranges));
        }
    }

    /** Commits partition by partition. */
    static class AppliesInPart extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            commit.ranges().forEach(range -> sound.commit(new OffsetCommit(commit.group(), List.of(range))));
        }
    }

    /** Checks and then writes, without ensuring that nothing has changed in between. */
    static class LosesUpdates extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            commit.requireStored(sound.load(commit.group(), commit.topics()));
            pause();
            commit.ranges().forEach(range -> put(commit.group(), range.partition(), range.until()));
        }
    }

    /** Accepts a commit that is already stored. */
    static class AcceptsReplays extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            rebase(commit, (range, stored) -> range.from() < stored && stored <= range.until() ? stored : range.from());
        }
    }

    /** Moves forward even if offsets in between are missing. */
    static class AcceptsGaps extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            rebase(commit, (range, stored) -> Math.min(range.from(), stored));
        }
    }

    /** Writes without any condition. */
    static class OverwritesOnCommit extends ForwardingOffsetStore {
        @Override
        public synchronized void commit(OffsetCommit commit) {
            commit.ranges().forEach(range -> put(commit.group(), range.partition(), range.until()));
        }
    }

    /** Treats a partition without an entry as if it were at the expected offset. */
    static class CommitsWhatIsAbsent extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            Map<TopicPartition, StoredOffset> first = new HashMap<>();
            commit.ranges().forEach(range -> first.put(range.partition(), StoredOffset.of(range.from())));
            sound.initialize(commit.group(), first);
            sound.commit(commit);
        }
    }

    /** Skips empty ranges. */
    static class IgnoresEmptyRanges extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            List<PartitionRange> ranges =
                    commit.ranges().stream().filter(range -> !range.isEmpty()).toList();
            if (!ranges.isEmpty()) {
                sound.commit(new OffsetCommit(commit.group(), ranges));
            }
        }
    }

    /** Counts changed rows; a row that is written with its old values does not count. */
    static class CountsChangedRows extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            for (PartitionRange range : commit.ranges()) {
                if (range.isEmpty()) {
                    throw conflict(commit.group(), range.partition(), range.from());
                }
            }
            sound.commit(commit);
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            reposition.moves().forEach((partition, move) -> {
                if (move.next()
                                .map(StoredOffset::offset)
                                .equals(Optional.of(move.expected().offset()))
                        && move.next()
                                .flatMap(StoredOffset::identity)
                                .equals(move.expected().identity())) {
                    throw conflict(
                            reposition.group(), partition, move.expected().offset());
                }
            });
            sound.reposition(reposition);
        }

        private OffsetConflictException conflict(GroupId group, TopicPartition partition, long offset) {
            return new OffsetConflictException(group, List.of(new Conflict(partition, offset, Optional.of(offset))));
        }
    }

    /** Swallows conflicts. */
    static class SwallowsConflicts extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            try {
                sound.commit(commit);
            } catch (OffsetConflictException swallowed) {
                // for the caller it looks like a success
            }
        }
    }

    /** Reports a conflict without the stored offsets. */
    static class FindsNothing extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            tell(() -> sound.commit(commit));
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            tell(() -> sound.reposition(reposition));
        }

        private static void tell(Runnable write) {
            try {
                write.run();
            } catch (OffsetConflictException conflict) {
                throw new OffsetConflictException(
                        conflict.group(),
                        conflict.conflicts().stream()
                                .map(one -> new Conflict(one.partition(), one.expected(), Optional.empty()))
                                .toList());
            }
        }
    }

    /** Names only the first partition in conflict. */
    static class NamesOneConflict extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            try {
                sound.commit(commit);
            } catch (OffsetConflictException conflict) {
                throw new OffsetConflictException(
                        conflict.group(), conflict.conflicts().subList(0, 1));
            }
        }
    }

    /** Reports a conflict as any other failure. */
    static class HidesConflicts extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            plain(() -> sound.commit(commit));
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            plain(() -> sound.reposition(reposition));
        }

        private static void plain(Runnable write) {
            try {
                write.run();
            } catch (OffsetConflictException conflict) {
                throw new OffsetStoreException("Cannot write: something failed", conflict);
            }
        }
    }

    /** Moves all partitions that are at the start of their range. */
    static class MovesNeighbours extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            sound.commit(commit);
            PartitionRange first = commit.ranges().get(0);
            sound.load(commit.group(), commit.topics()).forEach((partition, entry) -> {
                if (entry.offset() == first.from()) {
                    put(commit.group(), partition, first.until());
                }
            });
        }
    }

    /** Stores offsets as floating-point numbers. */
    static class KeepsDoubles extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Map<TopicPartition, StoredOffset> rounded = new HashMap<>();
            offsets.forEach((partition, offset) -> rounded.put(
                    partition,
                    new StoredOffset((long) (double) offset.offset(), offset.identity(), offset.storedAt())));
            return sound.initialize(group, rounded);
        }

        @Override
        public void commit(OffsetCommit commit) {
            sound.commit(new OffsetCommit(
                    commit.group(),
                    commit.ranges().stream()
                            .map(range -> new PartitionRange(
                                    range.partition(), (long) (double) range.from(), (long) (double) range.until()))
                            .toList()));
        }
    }

    /** Writes only the first 500 partitions. */
    static class WritesOnePage extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Map<TopicPartition, StoredOffset> page = new HashMap<>();
            offsets.entrySet().stream().limit(500).forEach(one -> page.put(one.getKey(), one.getValue()));
            return sound.initialize(group, page);
        }
    }

    /** Commits only the first 500 partitions. */
    static class CommitsOnePage extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            commit.requireStored(sound.load(commit.group(), commit.topics()));
            sound.commit(new OffsetCommit(
                    commit.group(), commit.ranges().stream().limit(500).toList()));
        }
    }

    /** Moves, and keeps receipts of, only the first 500 partitions. */
    static class MovesOnePage extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            Map<TopicPartition, Move> page = new HashMap<>();
            reposition.moves().entrySet().stream().limit(500).forEach(one -> page.put(one.getKey(), one.getValue()));
            sound.reposition(new OffsetReposition(
                    reposition.group(),
                    page,
                    reposition.receipts().stream().limit(500).toList()));
        }
    }

    // ---- names

    static OffsetStore foldsTheCaseOfTopics() {
        return renamesTopics(topic -> topic.toLowerCase(Locale.ROOT));
    }

    static OffsetStore foldsTheCaseOfGroups() {
        return renamesGroups(group -> group.toLowerCase(Locale.ROOT));
    }

    static OffsetStore runsNamesTogether() {
        return new RenamingOffsetStore((group, partition) ->
                StoredName.of("all", group + "-" + partition.topic() + "-" + partition.partition(), 0));
    }

    static OffsetStore runsTopicAndPartitionTogether() {
        return new RenamingOffsetStore(
                (group, partition) -> StoredName.of(group, partition.topic() + partition.partition(), 0));
    }

    static OffsetStore takesDotsForUnderscores() {
        return renamesTopics(topic -> topic.replace('.', '_'));
    }

    static OffsetStore trimsGroups() {
        return renamesGroups(String::strip);
    }

    static OffsetStore ignoresTrailingSpaces() {
        return renamesGroups(group -> group.replaceAll(" +$", ""));
    }

    static OffsetStore cutsLongTopics() {
        return renamesTopics(topic -> topic.substring(0, Math.min(topic.length(), 128)));
    }

    static OffsetStore cutsLongGroups() {
        return renamesGroups(group -> group.substring(0, Math.min(group.length(), 128)));
    }

    /** Counts bytes instead of characters. */
    static OffsetStore cutsGroupsOfManyBytes() {
        return renamesGroups(group -> {
            byte[] bytes = group.getBytes(UTF_8);
            return new String(bytes, 0, Math.min(bytes.length, 255), UTF_8);
        });
    }

    static OffsetStore takesSlashesForDots() {
        return renamesGroups(group -> group.replace('/', '.'));
    }

    static OffsetStore decodesPercents() {
        return renamesGroups(group -> group.replace("%2F", "/").replace("%2f", "/"));
    }

    static OffsetStore composesLetters() {
        return renamesGroups(group -> Normalizer.normalize(group, Normalizer.Form.NFC));
    }

    static OffsetStore knowsAsciiOnly() {
        return renamesGroups(group -> group.replaceAll("[^\\x00-\\x7F]", "?"));
    }

    static OffsetStore ignoresGroups() {
        return renamesGroups(group -> "all");
    }

    static OffsetStore keepsShortPartitionNumbers() {
        return new RenamingOffsetStore(
                (group, partition) -> StoredName.of(group, partition.topic(), partition.partition() & 0x3FF));
    }

    private static OffsetStore renamesTopics(UnaryOperator<String> naming) {
        return new RenamingOffsetStore(
                (group, partition) -> StoredName.of(group, naming.apply(partition.topic()), partition.partition()));
    }

    private static OffsetStore renamesGroups(UnaryOperator<String> naming) {
        return new RenamingOffsetStore(
                (group, partition) -> StoredName.of(naming.apply(group), partition.topic(), partition.partition()));
    }

    // ---- first offsets and reading

    /** Overwrites existing entries. */
    static class OverwritesOnInitialize extends ForwardingOffsetStore {
        @Override
        public synchronized Map<TopicPartition, StoredOffset> initialize(
                GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            offsets.keySet().forEach(partition -> {
                StoredOffset stored = stored(group, partition);
                if (stored != null) {
                    sound.reposition(new OffsetReposition(group, Map.of(partition, Move.removal(stored)), List.of()));
                }
            });
            return sound.initialize(group, offsets);
        }
    }

    /** Stores correctly, but returns the given entries. */
    static class AnswersWhatWasGiven extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            sound.initialize(group, offsets);
            return offsets;
        }
    }

    /** Returns all entries of the topics. */
    static class AnswersMoreThanAsked extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            sound.initialize(group, offsets);
            return sound.load(group, Set.of(Samples.TOPIC, Samples.OTHER_TOPIC));
        }
    }

    /** Fails if there is nothing to do, like SQL with an empty list. */
    static class FailsOnNothing extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group, Set<String> topics) {
            if (topics.isEmpty()) {
                throw new OffsetStoreException("Cannot load: syntax error near ')'");
            }
            return sound.load(group, topics);
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            if (offsets.isEmpty()) {
                throw new OffsetStoreException("Cannot initialize: syntax error at the end");
            }
            return sound.initialize(group, offsets);
        }
    }

    /** Writes first offsets without checking again for existing ones. */
    static class RacesOnInitialize extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Map<TopicPartition, StoredOffset> governing = new HashMap<>();
            offsets.forEach((partition, offset) -> {
                StoredOffset stored = stored(group, partition);
                pause();
                if (stored == null) {
                    put(group, partition, offset.offset());
                    governing.put(partition, offset);
                } else {
                    governing.put(partition, stored);
                }
            });
            return governing;
        }
    }

    /** Treats a missing entry as offset zero. */
    static class ReadsZeroForNothing extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            Map<TopicPartition, StoredOffset> read = new HashMap<>(sound.load(group));
            read.putIfAbsent(Samples.FIRST, StoredOffset.of(0));
            return read;
        }
    }

    /** Returns all entries of the group when only some topics are requested. */
    static class ReadsAllTopics extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group, Set<String> topics) {
            return sound.load(group);
        }
    }

    /** Returns only the topic that it was first used with. */
    static class OverlooksTopics extends ForwardingOffsetStore {
        private final Set<String> known = ConcurrentHashMap.newKeySet();

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            if (known.isEmpty()) {
                offsets.keySet().stream()
                        .map(TopicPartition::topic)
                        .sorted()
                        .findFirst()
                        .ifPresent(known::add);
            }
            return sound.initialize(group, offsets);
        }

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            return sound.load(group, known);
        }
    }

    /** Does not record what governs. */
    static class ForgetsGovernors extends ForwardingOffsetStore {
        @Override
        public void recordGovernor(GroupId group, Governor governor) {}
    }

    /** Reports that the store governs if nothing was recorded. */
    static class MakesUpGovernors extends ForwardingOffsetStore {
        @Override
        public Optional<Governor> governor(GroupId group) {
            return sound.governor(group).or(() -> Optional.of(Governor.store()));
        }
    }

    /** Keeps one governor for all groups. */
    static class SharesGovernors extends ForwardingOffsetStore {
        @Override
        public Optional<Governor> governor(GroupId group) {
            return sound.governor(Samples.GROUP);
        }

        @Override
        public void recordGovernor(GroupId group, Governor governor) {
            sound.recordGovernor(Samples.GROUP, governor);
        }
    }

    /** Resets a group when its governor is recorded. */
    static class EmptiesGroupsWithGovernors extends ForwardingOffsetStore {
        @Override
        public void recordGovernor(GroupId group, Governor governor) {
            sound.load(group)
                    .forEach((partition, entry) -> sound.reposition(
                            new OffsetReposition(group, Map.of(partition, Move.removal(entry)), List.of())));
            sound.recordGovernor(group, governor);
        }
    }

    /** Returns the entries of all groups for each group. */
    static class ReadsAllGroups extends ForwardingOffsetStore {
        private final Set<GroupId> known = ConcurrentHashMap.newKeySet();

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            known.add(group);
            return sound.initialize(group, offsets);
        }

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            Map<TopicPartition, StoredOffset> read = new HashMap<>();
            known.forEach(other -> read.putAll(sound.load(other)));
            read.putAll(sound.load(group));
            return read;
        }
    }

    /** Returns a map that later writes change. */
    static class ReadsALiveMap extends ForwardingOffsetStore {
        private final Map<GroupId, Map<TopicPartition, StoredOffset>> given = new ConcurrentHashMap<>();

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            Map<TopicPartition, StoredOffset> live = given.computeIfAbsent(group, unknown -> new ConcurrentHashMap<>());
            live.clear();
            live.putAll(sound.load(group));
            return live;
        }

        @Override
        public void commit(OffsetCommit commit) {
            sound.commit(commit);
            load(commit.group(), commit.topics());
        }
    }

    /** Reads topic by topic while others write. */
    static class ReadsInParts extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            Map<TopicPartition, StoredOffset> read = new HashMap<>();
            Set.of(Samples.TOPIC, Samples.OTHER_TOPIC).forEach(topic -> {
                read.putAll(sound.load(group, Set.of(topic)));
                pause();
            });
            return read;
        }
    }

    // ---- identities and times

    /** Drops identities although it declares that it keeps them. */
    static class DropsIdentities extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Map<TopicPartition, StoredOffset> bare = new HashMap<>();
            offsets.forEach((partition, offset) -> bare.put(partition, StoredOffset.of(offset.offset())));
            return sound.initialize(group, bare);
        }
    }

    /** Drops the identity at the first commit. */
    static class ForgetsIdentitiesOnCommit extends ForwardingOffsetStore {
        @Override
        public synchronized void commit(OffsetCommit commit) {
            commit.requireStored(sound.load(commit.group(), commit.topics()));
            commit.ranges().forEach(range -> put(commit.group(), range.partition(), range.until()));
        }
    }

    /** Keeps the old identity in a move. */
    static class KeepsTheOldIdentity extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(withMoves(
                    reposition,
                    move -> new Move(
                            move.expected(),
                            move.next()
                                    .map(next -> new StoredOffset(
                                            next.offset(), move.expected().identity(), next.storedAt())))));
        }
    }

    /** Does not compare identities. */
    static class IgnoresTheExpectedIdentity extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            Map<TopicPartition, Move> moves = new HashMap<>();
            reposition.moves().forEach((partition, move) -> {
                StoredOffset stored = stored(reposition.group(), partition);
                Optional<TopicIdentity> identity = Optional.ofNullable(stored).flatMap(StoredOffset::identity);
                moves.put(
                        partition,
                        new Move(new StoredOffset(move.expected().offset(), identity, Optional.empty()), move.next()));
            });
            sound.reposition(new OffsetReposition(reposition.group(), moves, reposition.receipts()));
        }
    }

    /** Stores the time that comes with an offset. */
    static class TakesForeignTimes extends ForwardingOffsetStore {
        private final Map<TopicPartition, Instant> times = new ConcurrentHashMap<>();

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            offsets.forEach((partition, offset) -> offset.storedAt().ifPresent(time -> times.put(partition, time)));
            return sound.initialize(group, offsets);
        }

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            Map<TopicPartition, StoredOffset> read = new HashMap<>(sound.load(group));
            read.replaceAll((partition, entry) -> new StoredOffset(
                    entry.offset(),
                    entry.identity(),
                    Optional.ofNullable(times.get(partition)).or(entry::storedAt)));
            return read;
        }
    }

    // ---- moves

    /** Moves whatever is stored. */
    static class MovesUnconditionally extends ForwardingOffsetStore {
        @Override
        public synchronized void reposition(OffsetReposition reposition) {
            Map<TopicPartition, Move> moves = new HashMap<>();
            reposition.moves().forEach((partition, move) -> {
                sound.initialize(reposition.group(), Map.of(partition, StoredOffset.of(0)));
                StoredOffset stored = stored(reposition.group(), partition);
                moves.put(partition, new Move(stored == null ? move.expected() : stored, move.next()));
            });
            sound.reposition(new OffsetReposition(reposition.group(), moves, reposition.receipts()));
        }
    }

    /** Moves partition by partition. */
    static class MovesInPart extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            reposition.moves().entrySet().stream()
                    .sorted(Comparator.comparing(one -> one.getKey().toString()))
                    .forEach(one -> sound.reposition(new OffsetReposition(
                            reposition.group(), Map.of(one.getKey(), one.getValue()), reposition.receipts())));
        }
    }

    /** Checks and then moves, without ensuring that nothing has changed in between. */
    static class LosesMoves extends ForwardingOffsetStore {
        @Override
        public void commit(OffsetCommit commit) {
            pause();
            sound.commit(commit);
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            reposition.requireStored(sound.load(reposition.group(), Set.of(Samples.TOPIC, Samples.OTHER_TOPIC)));
            pause();
            reposition.moves().forEach((partition, move) -> {
                StoredOffset stored = stored(reposition.group(), partition);
                sound.reposition(new OffsetReposition(
                        reposition.group(),
                        Map.of(partition, new Move(stored == null ? move.expected() : stored, move.next())),
                        reposition.receipts()));
            });
        }
    }

    /** Never moves back. */
    static class NeverGoesBack extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(withMoves(
                    reposition,
                    move -> new Move(
                            move.expected(),
                            move.next()
                                    .map(next -> next.offset() < move.expected().offset() ? move.expected() : next))));
        }
    }

    /** Stores zero instead of removing the entry. */
    static class RemovesByZero extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(withMoves(
                    reposition,
                    move -> new Move(move.expected(), move.next().or(() -> Optional.of(StoredOffset.of(0))))));
        }
    }

    /** Removes whatever is stored. */
    static class RemovesUnconditionally extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            Map<TopicPartition, Move> moves = new HashMap<>(reposition.moves());
            moves.replaceAll((partition, move) -> {
                StoredOffset stored = stored(reposition.group(), partition);
                return move.next().isEmpty() && stored != null ? Move.removal(stored) : move;
            });
            sound.reposition(new OffsetReposition(reposition.group(), moves, reposition.receipts()));
        }
    }

    /** Compares the complete expected entry, including its time. */
    static class ComparesTimes extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            reposition.moves().forEach((partition, move) -> {
                StoredOffset stored = stored(reposition.group(), partition);
                if (stored != null
                        && move.expected().storedAt().isPresent()
                        && !move.expected().storedAt().equals(stored.storedAt())) {
                    throw new OffsetConflictException(
                            reposition.group(),
                            List.of(new Conflict(partition, move.expected().offset(), Optional.of(stored.offset()))));
                }
            });
            sound.reposition(reposition);
        }
    }

    // ---- receipts

    /** A store that changes its receipts. */
    abstract static class ChangesReceipts extends ForwardingOffsetStore {
        abstract List<LossReceipt> changed(List<LossReceipt> receipts);

        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(
                    new OffsetReposition(reposition.group(), reposition.moves(), changed(reposition.receipts())));
        }
    }

    static class LosesReceipts extends ChangesReceipts {
        @Override
        List<LossReceipt> changed(List<LossReceipt> receipts) {
            return List.of();
        }
    }

    static class KeepsTimesInSeconds extends ChangesReceipts {
        @Override
        List<LossReceipt> changed(List<LossReceipt> receipts) {
            return receipts.stream()
                    .map(receipt ->
                            with(receipt, receipt.identity(), receipt.time().truncatedTo(ChronoUnit.SECONDS)))
                    .toList();
        }
    }

    static class KeepsReceiptsWithoutIdentity extends ChangesReceipts {
        @Override
        List<LossReceipt> changed(List<LossReceipt> receipts) {
            return receipts.stream()
                    .map(receipt -> with(receipt, Optional.empty(), receipt.time()))
                    .toList();
        }
    }

    static class MistakesThePolicy extends ChangesReceipts {
        @Override
        List<LossReceipt> changed(List<LossReceipt> receipts) {
            return receipts.stream()
                    .map(receipt -> new LossReceipt(
                            receipt.group(),
                            receipt.partition(),
                            receipt.identity(),
                            receipt.from(),
                            receipt.until(),
                            receipt.reason(),
                            OutOfRangePolicy.EARLIEST,
                            receipt.time()))
                    .toList();
        }
    }

    static class KeepsCountedReceiptsOnly extends ChangesReceipts {
        @Override
        List<LossReceipt> changed(List<LossReceipt> receipts) {
            return receipts.stream().filter(receipt -> receipt.knownCount() > 0).toList();
        }
    }

    static class KeepsReceiptsOfItsMovesOnly extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(new OffsetReposition(
                    reposition.group(),
                    reposition.moves(),
                    reposition.receipts().stream()
                            .filter(receipt -> reposition.moves().containsKey(receipt.partition()))
                            .toList()));
        }
    }

    /** A store that keeps receipts in a separate list. */
    abstract static class ListsReceipts extends ForwardingOffsetStore {
        final List<LossReceipt> list = Collections.synchronizedList(new ArrayList<>());

        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            return list.stream()
                    .filter(receipt -> receipt.group().equals(group))
                    .sorted(Comparator.comparing(LossReceipt::time))
                    .toList();
        }
    }

    static class RepeatsReceipts extends ListsReceipts {
        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(reposition);
            list.addAll(reposition.receipts());
        }
    }

    /** Replaces receipts with an identity, but never those without one, like a unique key in SQL with NULL. */
    static class RepeatsReceiptsWithoutIdentity extends RepeatsReceipts {
        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            List<LossReceipt> receipts = new ArrayList<>(sound.lossReceipts(group));
            receipts.removeIf(receipt -> receipt.identity().isEmpty());
            super.lossReceipts(group).stream()
                    .filter(receipt -> receipt.identity().isEmpty())
                    .forEach(receipts::add);
            receipts.sort(Comparator.comparing(LossReceipt::time));
            return receipts;
        }
    }

    static class KeepsTheFirstReceipt extends ListsReceipts {
        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(reposition);
            reposition.receipts().stream()
                    .filter(receipt ->
                            list.stream().noneMatch(known -> known.key().equals(receipt.key())))
                    .forEach(list::add);
        }
    }

    static class WritesReceiptsFirst extends ListsReceipts {
        @Override
        public void reposition(OffsetReposition reposition) {
            reposition.receipts().forEach(receipt -> {
                list.removeIf(known -> known.key().equals(receipt.key()));
                list.add(receipt);
            });
            sound.reposition(reposition);
        }
    }

    static class ReplacesReceiptsOfOtherReasons extends ListsReceipts {
        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(reposition);
            reposition.receipts().forEach(receipt -> {
                list.removeIf(known -> known.partition().equals(receipt.partition())
                        && known.group().equals(receipt.group())
                        && known.identity().equals(receipt.identity())
                        && known.from() == receipt.from());
                list.add(receipt);
            });
        }
    }

    static class MixesReceiptsOfGroups extends ListsReceipts {
        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(reposition);
            list.addAll(reposition.receipts());
        }

        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            return List.copyOf(list);
        }
    }

    static class ReadsReceiptsNewestFirst extends ForwardingOffsetStore {
        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            List<LossReceipt> receipts = new ArrayList<>(sound.lossReceipts(group));
            Collections.reverse(receipts);
            return receipts;
        }
    }

    static class RemovesReceiptsWithTheEntry extends ForwardingOffsetStore {
        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            return sound.lossReceipts(group).stream()
                    .filter(receipt ->
                            !receipt.partition().equals(Samples.FIRST) || stored(group, receipt.partition()) != null)
                    .toList();
        }
    }

    static class MakesUpReceipts extends ForwardingOffsetStore {
        @Override
        public void reposition(OffsetReposition reposition) {
            List<LossReceipt> receipts = new ArrayList<>(reposition.receipts());
            if (receipts.isEmpty()) {
                receipts.add(Samples.receipt(Samples.FIRST, 0, 1, Samples.TIME));
            }
            receipts.removeIf(receipt -> !receipt.group().equals(reposition.group()));
            sound.reposition(new OffsetReposition(reposition.group(), reposition.moves(), receipts));
        }
    }

    // ---- interrupts

    static class ClearsTheInterrupt extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            Thread.interrupted();
            return sound.load(group);
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Thread.interrupted();
            return sound.initialize(group, offsets);
        }

        @Override
        public void commit(OffsetCommit commit) {
            Thread.interrupted();
            sound.commit(commit);
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            Thread.interrupted();
            sound.reposition(reposition);
        }
    }

    /** Reports that an interrupted write was not applied, although it was. */
    static class DeniesInterruptedWrites extends ForwardingOffsetStore {
        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Map<TopicPartition, StoredOffset> governing = sound.initialize(group, offsets);
            deny();
            return governing;
        }

        @Override
        public void commit(OffsetCommit commit) {
            sound.commit(commit);
            deny();
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(reposition);
            deny();
        }

        private static void deny() {
            if (Thread.currentThread().isInterrupted()) {
                throw new OffsetStoreException("Cannot write: interrupted");
            }
        }
    }
}
