package io.tidemark.structured;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a query's checkpoint directory: the offsets of a batch are in {@code offsets/<batch>} before it runs, and
 * {@code commits/<batch>} exists once it has finished. The files are a part of Spark's documented recovery and have
 * had one format since Spark 2.1. Nothing of Spark's is written here; a source has a folder of its own for what it
 * wants to remember.
 */
final class Checkpoint {

    private static final String FORMAT = "v1";
    /** The file of a batch has the format, a line of settings, and a line for each source. */
    private static final int FIRST_SOURCE = 2;

    /** In the folder of the source: a query without a batch has been admitted with this checkpoint. */
    private static final String ADMITTED = "tidemark-admitted";

    private final Path root;
    private final int source;
    private final Configuration hadoop;

    private Checkpoint(Path root, int source, Configuration hadoop) {
        this.root = root;
        this.source = source;
        this.hadoop = hadoop;
    }

    /**
     * The checkpoint of one source of a query.
     *
     * @param sourceLocation what Spark hands to the source: {@code <root>/sources/<number>}
     * @throws IllegalArgumentException if it is not such a location
     */
    static Checkpoint of(String sourceLocation, Configuration hadoop) {
        Path location = new Path(sourceLocation);
        Path sources = location.getParent();
        if (sources == null
                || sources.getParent() == null
                || !location.getName().matches("\\d{1,9}")) {
            throw new IllegalArgumentException("Cannot read the checkpoint of a query from " + sourceLocation
                    + ": it is not <checkpoint directory>/sources/<number>; sources with names are not supported");
        }
        return new Checkpoint(sources.getParent(), Integer.parseInt(location.getName()), hadoop);
    }

    /** The last batch that was begun; empty for a new checkpoint directory. */
    Optional<LastBatch> lastBatch() {
        Optional<Long> last = latest("offsets");
        return last.map(id -> new LastBatch(
                id,
                id == 0 ? Map.of() : offsets(id - 1),
                offsets(id),
                latest("commits").filter(committed -> committed >= id).isPresent()));
    }

    /**
     * Whether a start without a batch has been admitted before. Its query has stored its first offsets, and has ended
     * before Spark planned a batch: what is stored is its own.
     */
    boolean isAdmitted() {
        Path path = admitted();
        try {
            return path.getFileSystem(hadoop).exists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the checkpoint directory " + root + ": " + e.getMessage(), e);
        }
    }

    /** Remembers that a start without a batch is admitted. */
    void admit() {
        Path path = admitted();
        try {
            path.getFileSystem(hadoop).create(path, true).close();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot write into the checkpoint directory " + root + ": " + e.getMessage(), e);
        }
    }

    private Path admitted() {
        return new Path(new Path(new Path(root, "sources"), Integer.toString(source)), ADMITTED);
    }

    /** Where the last batch that the query has finished ends; empty if there is none. */
    Optional<Map<TopicPartition, Long>> finished() {
        return latest("commits").map(this::offsets);
    }

    /**
     * Whether the records of a batch that Spark has finished can be read again in other batches: the query keeps no
     * state, which would count them twice, and has no other source, whose records would be left out.
     */
    boolean canReadAgain() {
        return names("state").isEmpty()
                && latest("offsets")
                        .filter(id -> lines(batch(id)).size() != FIRST_SOURCE + 1)
                        .isEmpty();
    }

    private Optional<Long> latest(String folder) {
        return names(folder).stream()
                .filter(name -> name.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .max(Long::compare);
    }

    /** What a folder holds; nothing if there is no such folder. */
    private List<String> names(String folder) {
        try {
            Path path = new Path(root, folder);
            FileStatus[] files = path.getFileSystem(hadoop).listStatus(path);
            return Arrays.stream(files).map(file -> file.getPath().getName()).toList();
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the checkpoint directory " + root + ": " + e.getMessage(), e);
        }
    }

    /** The offsets of this source in a batch; none if it was not part of it. */
    private Map<TopicPartition, Long> offsets(long batch) {
        Path path = batch(batch);
        List<String> lines = lines(path);
        if (lines.isEmpty() || !lines.get(0).equals(FORMAT) || lines.size() <= source + FIRST_SOURCE) {
            throw new IllegalStateException("Cannot read the offsets of a batch from " + path
                    + ": it has not the format " + FORMAT + " with offsets of source " + source
                    + "; the checkpoint belongs to another query, or to another version of Spark");
        }
        String json = lines.get(source + FIRST_SOURCE);
        return json.equals("-") ? Map.of() : Positions.parse(json).offsets();
    }

    private Path batch(long id) {
        return new Path(new Path(root, "offsets"), Long.toString(id));
    }

    private List<String> lines(Path path) {
        try {
            FileSystem files = path.getFileSystem(hadoop);
            try (FSDataInputStream in = files.open(path)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read the offsets of a batch from " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
