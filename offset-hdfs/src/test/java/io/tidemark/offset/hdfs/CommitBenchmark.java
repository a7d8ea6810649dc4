package io.tidemark.offset.hdfs;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.hdfs.EmbeddedHdfs;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures commits and loads of many partitions, beside the textbook way: one file for each group, which every batch
 * overwrites, without a condition. Prints the table of {@code docs/stores/hdfs.md}.
 */
public final class CommitBenchmark {

    private static final List<Integer> SIZES = List.of(1, 12, 100, 1_000, 10_000);

    private final FileSystem files;
    private final Path directory;
    private final HdfsOffsetStore store;

    private CommitBenchmark(FileSystem files, Path directory) {
        this.files = files;
        this.directory = directory;
        this.store = new HdfsOffsetStore(files, directory);
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        // every change is synced to the disk of the name node
        ServerOptions durable = ServerOptions.temporary()
                .startTimeout(Duration.ofMinutes(3))
                .setting("dfs.namenode.edits.noeditlogchannelflush", "false");
        try (EmbeddedHdfs server = EmbeddedHdfs.start(durable);
                FileSystem files = SharedHdfs.client(server.uri(), Duration.ofSeconds(30))) {
            CommitBenchmark benchmark = new CommitBenchmark(files, new Path(server.uri() + "/tidemark"));
            System.out.println("| partitions | commit, ms | overwriting, ms | ratio | load, ms | first load, ms |");
            System.out.println("|---:|---:|---:|---:|---:|---:|");
            benchmark.row(12);
            for (int partitions : SIZES) {
                System.out.println(benchmark.row(partitions));
            }
        }
    }

    private String row(int partitions) {
        GroupId group = new GroupId("benchmark-" + partitions);
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        IntStream.range(0, partitions).forEach(number -> first.put(partition(number), StoredOffset.of(1_000_000)));
        store.initialize(group, first);
        Path single = new Path(directory, "overwritten-" + partitions);
        int rounds = partitions > 1_000 ? 15 : 30;
        double[] commits = new double[rounds];
        double[] overwritings = new double[rounds];
        double[] loads = new double[rounds];
        double[] firstLoads = new double[rounds];
        long at = Objects.requireNonNull(store.load(group).get(partition(0))).offset();
        // the first rounds warm the JVMs up
        for (int round = -10; round < rounds; round++, at += 10) {
            OffsetCommit commit = commit(group, partitions, at);
            double commitMillis = millis(() -> store.commit(commit));
            double loadMillis = millis(() -> store.load(group));
            double firstLoadMillis = millis(() -> new HdfsOffsetStore(files, directory).load(group));
            double overwritingMillis = millis(() -> overwrite(single, commit));
            if (round >= 0) {
                commits[round] = commitMillis;
                loads[round] = loadMillis;
                firstLoads[round] = firstLoadMillis;
                overwritings[round] = overwritingMillis;
            }
        }
        requireStored(group, partitions, at);
        return String.format(
                "| %,d | %.1f | %.1f | %.1f | %.1f | %.1f |",
                partitions,
                median(commits),
                median(overwritings),
                median(commits) / median(overwritings),
                median(loads),
                median(firstLoads));
    }

    private void overwrite(Path single, OffsetCommit commit) {
        StringBuilder text = new StringBuilder();
        commit.ranges().forEach(range -> text.append(range.partition().topic())
                .append(',')
                .append(range.partition().partition())
                .append(',')
                .append(range.until())
                .append('\n'));
        try (FSDataOutputStream out = files.create(single, true)) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The commits that were measured must be stored. */
    private void requireStored(GroupId group, int partitions, long expected) {
        Map<TopicPartition, StoredOffset> stored = new HdfsOffsetStore(files, directory).load(group);
        if (stored.size() != partitions || stored.values().stream().anyMatch(entry -> entry.offset() != expected)) {
            throw new IllegalStateException("Cannot trust the figures: not every partition is at " + expected);
        }
    }

    private static OffsetCommit commit(GroupId group, int partitions, long from) {
        return new OffsetCommit(
                group,
                IntStream.range(0, partitions)
                        .mapToObj(number -> new PartitionRange(partition(number), from, from + 10))
                        .toList());
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("orders", number);
    }

    private static double millis(Runnable task) {
        long began = System.nanoTime();
        task.run();
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
