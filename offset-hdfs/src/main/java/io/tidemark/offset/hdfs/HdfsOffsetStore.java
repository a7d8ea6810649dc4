package io.tidemark.offset.hdfs;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.hdfs.internal.files.Call;
import io.tidemark.offset.hdfs.internal.files.Calls;
import io.tidemark.offset.hdfs.internal.files.FileFailure;
import io.tidemark.offset.hdfs.internal.files.FileSystems;
import io.tidemark.offset.hdfs.internal.files.GroupDirectories;
import io.tidemark.offset.hdfs.internal.files.GroupFiles;
import io.tidemark.offset.hdfs.internal.layout.GroupState;
import io.tidemark.offset.spi.ListableStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps offsets in HDFS 3.x, in a directory for each group. Each write adds one file with the complete state of the
 * group; the package's documentation describes the layout.
 *
 * <p>The store borrows the file system and never closes it. In a Spark job, take it from Spark's Hadoop configuration,
 * with {@code directory.getFileSystem(spark.sparkContext().hadoopConfiguration())}.
 *
 * <p>A commit of any number of partitions takes effect with one request, a rename that fails if another writer came in
 * between. A call ends within its {@link HdfsStoreOptions#timeout(java.time.Duration) timeout}, whatever the retries of
 * Hadoop's client are. Times are those of the writer's clock. Safe for use by several threads.
 *
 * @since 0.1
 */
public final class HdfsOffsetStore implements ListableStore {

    private final DistributedFileSystem files;
    private final Path directory;
    private final HdfsStoreOptions options;
    private final Plans plans;
    private final GroupReader reader = new GroupReader();
    private final GroupWriter writer;
    private final Map<GroupId, Set<Path>> undecided = new ConcurrentHashMap<>();

    /**
     * Creates a store with the {@link HdfsStoreOptions#defaults() default} options.
     *
     * @param files the file system; not closed
     * @param directory the directory of the store, which is created by the first write
     * @throws IllegalArgumentException if the file system is not HDFS, with the reason
     */
    public HdfsOffsetStore(FileSystem files, Path directory) {
        this(files, directory, HdfsStoreOptions.defaults());
    }

    /**
     * Creates a store.
     *
     * @param files the file system; not closed
     * @param directory the directory of the store, which is created by the first write
     * @param options timeout, number of kept writes, and writer
     * @throws IllegalArgumentException if the file system is not HDFS, with the reason
     */
    public HdfsOffsetStore(FileSystem files, Path directory, HdfsStoreOptions options) {
        this.files = FileSystems.require(files);
        this.directory = files.makeQualified(directory);
        this.options = options;
        this.plans = new Plans(options.writer());
        this.writer = new GroupWriter(reader, options.keep());
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return read(group, "load the offsets of", reader::current).state().offsets();
    }

    /** Deletes the file of each write whose answer was lost, so that it cannot be applied later, and then reads. */
    @Override
    public Map<TopicPartition, StoredOffset> readBack(GroupId group, Set<String> topics) {
        Set<Path> sources = undecided.getOrDefault(group, Set.of());
        for (Path source : List.copyOf(sources)) {
            read(group, "read back the offsets of", open -> open.delete(source));
            sources.remove(source);
        }
        return load(group, topics);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        if (offsets.isEmpty()) {
            return Map.of();
        }
        List<PartitionRange> ranges = offsets.entrySet().stream()
                .map(entry -> emptyRange(entry.getKey(), entry.getValue()))
                .toList();
        GroupState state = write(
                group,
                "initialize the offsets of",
                "the initialization",
                ranges,
                before -> plans.initialize(before, offsets));
        Map<TopicPartition, StoredOffset> governing = new HashMap<>(state.offsets());
        governing.keySet().retainAll(offsets.keySet());
        return Map.copyOf(governing);
    }

    @Override
    public void commit(OffsetCommit commit) {
        write(
                commit.group(),
                "commit the offsets of",
                "the commit",
                commit.ranges(),
                before -> plans.commit(before, commit));
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        List<PartitionRange> ranges = reposition.moves().entrySet().stream()
                .map(entry -> emptyRange(
                        entry.getKey(),
                        entry.getValue().next().orElse(entry.getValue().expected())))
                .toList();
        write(
                reposition.group(),
                "move the offsets of",
                "the move",
                ranges,
                before -> plans.reposition(before, reposition));
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return read(
                group,
                "read the loss receipts of",
                open -> GroupReader.receipts(open, reader.current(open).state()));
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return read(group, "read what governs", reader::current).state().governor();
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        write(
                group,
                "record what governs",
                "the record of what governs",
                List.of(),
                before -> plans.govern(before, governor));
    }

    @Override
    public Set<GroupId> groups() {
        Call call = Call.within(options.timeout());
        try {
            return Calls.run(call, () -> GroupDirectories.groups(files, directory, call));
        } catch (FileFailure failure) {
            throw new OffsetStoreException(
                    "Cannot list the groups in HDFS at " + directory + ": " + failure.reason(), failure);
        }
    }

    /** One or more steps on the files of a group. */
    @FunctionalInterface
    private interface Steps<T> {
        T on(GroupFiles files) throws IOException;
    }

    private <T> T read(GroupId group, String verb, Steps<T> steps) {
        Call call = Call.within(options.timeout());
        try {
            return Calls.run(call, () -> steps.on(new GroupFiles(files, directory, group, call)));
        } catch (FileFailure failure) {
            throw notDone(verb, group, failure);
        }
    }

    private GroupState write(
            GroupId group,
            String verb,
            String noun,
            List<PartitionRange> ranges,
            Function<GroupState, Optional<Plan>> planner) {
        Call call = Call.within(options.timeout());
        try {
            return Calls.run(call, () -> writer.write(new GroupFiles(files, directory, group, call), planner));
        } catch (FileFailure failure) {
            if (failure.undecided().isEmpty()) {
                throw notDone(verb, group, failure);
            }
            undecided
                    .computeIfAbsent(group, unseen -> ConcurrentHashMap.newKeySet())
                    .add(failure.undecided().get());
            throw new CommitOutcomeUnknownException(
                    group, ranges, noun + " to HDFS at " + directory + " (" + failure.reason() + ")", failure);
        }
    }

    private OffsetStoreException notDone(String verb, GroupId group, FileFailure failure) {
        return new OffsetStoreException(
                "Cannot " + verb + " group " + group + " in HDFS at " + directory + ": " + failure.reason(), failure);
    }

    private static PartitionRange emptyRange(TopicPartition partition, StoredOffset offset) {
        return new PartitionRange(partition, offset.offset(), offset.offset());
    }

    /** Names the directory. */
    @Override
    public String toString() {
        return "HdfsOffsetStore[" + directory + "]";
    }
}
