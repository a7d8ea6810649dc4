package io.tidemark.offset.hdfs;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.hdfs.internal.files.GroupFiles;
import io.tidemark.offset.hdfs.internal.files.Listing;
import io.tidemark.offset.hdfs.internal.files.Version;
import io.tidemark.offset.hdfs.internal.layout.GroupState;
import io.tidemark.offset.hdfs.internal.layout.ReceiptText;
import io.tidemark.offset.hdfs.internal.layout.StateText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Reads the state of a group, and remembers the one that was read or written last. Safe for use by several threads.
 */
final class GroupReader {

    private volatile Optional<Known> last = Optional.empty();

    /**
     * A state and the version of the file that holds it.
     *
     * @param group the group
     * @param version identifies the file
     * @param state its content
     */
    record Known(GroupId group, Version version, GroupState state) {}

    /** The state that was read or written last, which may be outdated. */
    Optional<Known> remembered(GroupId group) {
        return last.filter(known -> known.group().equals(group));
    }

    void remember(Known known) {
        last = Optional.of(known);
    }

    /** Reads the current state. */
    Known current(GroupFiles files) throws IOException {
        while (true) {
            Listing listing = files.list();
            Version version = listing.version();
            Optional<Known> known =
                    remembered(files.group()).filter(one -> one.version().equals(version));
            if (known.isPresent()) {
                return known.get();
            }
            if (listing.newest().isEmpty()) {
                return new Known(files.group(), version, GroupState.none());
            }
            Path newest = listing.newest().get().getPath();
            try {
                Known read = new Known(
                        files.group(),
                        version,
                        StateText.read(files.group(), files.read(newest), newest.toString())
                                .requireNumber(version.number(), newest.toString()));
                remember(read);
                return read;
            } catch (FileNotFoundException deleted) {
                // other drivers have written so often since the listing that the file is no longer kept
                files.call().requireTime();
            }
        }
    }

    /** Reads the loss receipts as of a state. */
    static List<LossReceipt> receipts(GroupFiles files, GroupState state) throws IOException {
        if (state.receipts().isEmpty()) {
            return List.of();
        }
        Path file = files.path(state.receipts().get());
        return ReceiptText.read(files.group(), files.read(file), file.toString());
    }
}
