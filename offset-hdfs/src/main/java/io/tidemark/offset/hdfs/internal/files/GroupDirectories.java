package io.tidemark.offset.hdfs.internal.files;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.hdfs.internal.layout.FileNames;
import io.tidemark.offset.hdfs.internal.layout.StateText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** The directories of all groups in the directory of a store. Directories without a file of offsets are not groups. */
public final class GroupDirectories {

    private GroupDirectories() {}

    /** The groups that have a directory; none if the store has no directory yet. */
    public static Set<GroupId> groups(DistributedFileSystem files, Path root, Call call) throws IOException {
        Set<GroupId> groups = new HashSet<>();
        for (FileStatus each : list(files, root, call)) {
            if (each.isDirectory()) {
                Optional<FileStatus> newest =
                        Listing.of(list(files, each.getPath(), call)).newest();
                if (newest.isPresent()) {
                    group(files, each.getPath().getName(), newest.get().getPath(), call)
                            .ifPresent(groups::add);
                }
            }
        }
        return Set.copyOf(groups);
    }

    private static FileStatus[] list(DistributedFileSystem files, Path directory, Call call) throws IOException {
        call.step("listing " + directory);
        try {
            return files.listStatus(directory);
        } catch (FileNotFoundException none) {
            return new FileStatus[0];
        }
    }

    /** The group is in the name of the directory or, if that name was shortened, in the file. */
    private static Optional<GroupId> group(DistributedFileSystem files, String directory, Path file, Call call)
            throws IOException {
        Optional<GroupId> named = FileNames.group(directory);
        if (named.isPresent()) {
            return named;
        }
        call.step("reading " + file);
        try (FSDataInputStream in = files.open(file)) {
            return StateText.group(in.readAllBytes());
        } catch (FileNotFoundException replaced) {
            // by a driver that runs; its directory still has the group
            return Optional.empty();
        }
    }
}
