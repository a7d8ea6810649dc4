package io.tidemark.bench.costs;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file with all offsets of a group, which replaces the one before. A crash in between leaves none. */
record OverwrittenFile(FileSystem files, Path directory) implements StoreSubject.ObviousWay, AutoCloseable {

    /** Opens a client for it. */
    static OverwrittenFile on(String uri) throws IOException {
        Configuration settings = new Configuration();
        // the store's client asks as often; Hadoop's default waits for 400 ms
        settings.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5);
        settings.setInt("dfs.client.block.write.locateFollowingBlock.retries", 11);
        return new OverwrittenFile(FileSystem.newInstance(URI.create(uri), settings), new Path("/overwritten"));
    }

    @Override
    public String title() {
        return "one file, overwritten";
    }

    @Override
    public void write(OffsetCommit commit) throws IOException {
        StringBuilder text = new StringBuilder();
        for (PartitionRange range : commit.ranges()) {
            text.append(range.partition().topic())
                    .append(',')
                    .append(range.partition().partition())
                    .append(',')
                    .append(range.until())
                    .append('\n');
        }
        try (FSDataOutputStream out =
                files.create(new Path(directory, commit.group().value()), true)) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
