package io.tidemark.offset.hdfs;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.hdfs.internal.files.GroupFiles;
import io.tidemark.offset.hdfs.internal.files.Listing;
import io.tidemark.offset.hdfs.internal.layout.FileNames;
import io.tidemark.offset.hdfs.internal.layout.GroupState;
import io.tidemark.offset.hdfs.internal.layout.StateText;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files that are no longer needed, before a write. The order matters: a name must not become free while a
 * writer could still rename an old file of its own to it. So files of writes whose number is taken are deleted first.
 * A writer whose file is created later lists the directory after that, and then finds that its number is taken.
 */
final class Compaction {

    private static final Logger LOG = LoggerFactory.getLogger(HdfsOffsetStore.class);

    private final GroupFiles files;
    private final int keep;

    Compaction(GroupFiles files, int keep) {
        this.files = files;
        this.keep = keep;
    }

    /** Deletes what a listing shows as no longer needed. A failure is logged, and the next write tries again. */
    void run(Listing listing, GroupState newest) {
        try {
            for (Map.Entry<String, FileStatus> writing : listing.writing().entrySet()) {
                if (FileNames.writingNumber(writing.getKey()).orElse(Long.MAX_VALUE) <= newest.number()) {
                    files.delete(writing.getValue().getPath());
                }
            }
            if (listing.offsets().size() > 2L * keep) {
                deleteOld(listing, newest);
            }
        } catch (IOException | OffsetStoreException failure) {
            LOG.warn(
                    "Cannot delete old files of group {}; the next write tries again: {}",
                    files.group(),
                    failure.toString());
        }
    }

    private void deleteOld(Listing listing, GroupState newest) throws IOException {
        long oldest = newest.number() - keep + 1;
        NavigableMap<Long, FileStatus> old = listing.offsets().headMap(oldest, false);
        Optional<String> ofOldest = listing.receipts().size() > 1 ? receiptsAsOf(listing, oldest) : Optional.empty();
        for (FileStatus file : old.values()) {
            files.delete(file.getPath());
        }
        for (FileStatus file : listing.receipts()) {
            Optional<String> name = Optional.of(file.getPath().getName());
            boolean isOld = FileNames.receiptsNumber(name.get()).orElse(Long.MAX_VALUE) < oldest;
            if (isOld && !name.equals(newest.receipts()) && !name.equals(ofOldest)) {
                files.delete(file.getPath());
            }
        }
    }

    private Optional<String> receiptsAsOf(Listing listing, long number) throws IOException {
        FileStatus file = listing.offsets().ceilingEntry(number).getValue();
        Path path = file.getPath();
        return StateText.read(files.group(), files.read(path), path.toString()).receipts();
    }
}
