package io.tidemark.offset.tck;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * A sink of one's own, as {@code docs/writing-a-sink.md} shows it: a directory in which every write is one file,
 * numbered without gaps. The condition of a write is that its number is free; what the files add up to is kept in
 * memory. Any store that can create a thing only where there is none (an object store, a table with a primary key) can
 * be written to in this way.
 *
 * <p>It grows with every write and is read from the beginning by every new instance: good for small jobs. Safe for use
 * by several threads and processes on one file system.
 */
final class DirectoryMetricSink implements MetricSink, MetricReader {

    private final Path directory;
    private final ReplayClock clock = new ReplayClock();
    private InMemoryMetricSink state = new InMemoryMetricSink(clock);
    private final WriterName writer;
    private long files;

    DirectoryMetricSink(Path directory, WriterName writer) {
        this.directory = directory;
        this.writer = writer;
    }

    @Override
    public synchronized Map<TopicPartition, StoredOffset> load(GroupId group) {
        catchUp();
        return state.load(group);
    }

    @Override
    public synchronized Map<TopicPartition, StoredOffset> initialize(
            GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        if (!offsets.isEmpty()) {
            append(new DirectoryEntry.Entered(group, DirectoryEntry.Slot.of(offsets)), group, List.of());
        }
        return state.initialize(group, offsets);
    }

    @Override
    public synchronized void write(MetricBatch batch) {
        append(
                new DirectoryEntry.Written(batch.group(), batch.ranges(), batch.measurements()),
                batch.group(),
                batch.ranges());
    }

    @Override
    public synchronized void reposition(OffsetReposition reposition) {
        append(DirectoryEntry.Moved.of(reposition), reposition.group(), List.of());
    }

    @Override
    public synchronized List<LossReceipt> lossReceipts(GroupId group) {
        catchUp();
        return state.lossReceipts(group);
    }

    @Override
    public synchronized Optional<Governor> governor(GroupId group) {
        catchUp();
        return state.governor(group);
    }

    @Override
    public synchronized void recordGovernor(GroupId group, Governor governor) {
        append(new DirectoryEntry.Governed(group, governor.text()), group, List.of());
    }

    @Override
    public synchronized MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
        catchUp();
        return state.read(group, queries);
    }

    /** Checks an entry against everything before it, and makes it hold by giving it the next number. */
    private void append(DirectoryEntry entry, GroupId group, List<PartitionRange> ranges) {
        DirectoryEntry.Signed signed = new DirectoryEntry.Signed(Instant.now(), writer.value(), entry);
        while (true) {
            catchUp();
            apply(signed); // throws if the condition does not hold, and changes nothing
            Path prepared = prepare(signed);
            try {
                Files.createLink(file(files), prepared);
                files++;
                return;
            } catch (FileAlreadyExistsException another) {
                forget(); // another writer was faster: check again
            } catch (IOException e) {
                forget();
                throw new CommitOutcomeUnknownException(group, ranges, "the link " + file(files), e);
            } finally {
                discard(prepared);
            }
        }
    }

    /** Writes what nobody sees yet. Whatever goes wrong here, nothing was written. */
    private Path prepare(DirectoryEntry.Signed entry) {
        Path prepared = directory.resolve(UUID.randomUUID() + ".prepared");
        try {
            Files.write(prepared, entry.encoded(), StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
            return prepared;
        } catch (IOException e) {
            forget();
            keepInterrupt(e);
            throw new OffsetStoreException("Cannot write " + prepared + ": " + e + "; nothing was written", e);
        }
    }

    private void catchUp() {
        try {
            for (Path next = file(files); Files.exists(next); next = file(files)) {
                apply(DirectoryEntry.Signed.decoded(Files.readAllBytes(next)));
                files++;
            }
        } catch (IOException e) {
            keepInterrupt(e);
            throw new OffsetStoreException("Cannot read " + file(files) + ": " + e, e);
        }
    }

    private void apply(DirectoryEntry.Signed entry) {
        clock.set(entry.writtenAt());
        entry.applyTo(state);
    }

    /** What is in memory may hold an entry that no file holds. */
    private void forget() {
        state = new InMemoryMetricSink(clock);
        files = 0;
    }

    private Path file(long number) {
        return directory.resolve(String.format("%019d", number));
    }

    /** What is left behind is in nobody's way. */
    private static void discard(Path prepared) {
        try {
            Files.delete(prepared);
        } catch (IOException e) {
            prepared.toFile().deleteOnExit();
        }
    }

    private static void keepInterrupt(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            Thread.currentThread().interrupt();
        }
    }
}
