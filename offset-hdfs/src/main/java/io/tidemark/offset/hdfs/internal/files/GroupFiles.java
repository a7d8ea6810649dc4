package io.tidemark.offset.hdfs.internal.files;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.hdfs.internal.layout.FileNames;
import io.tidemark.offset.hdfs.internal.layout.StateText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.ipc.RemoteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one group. Each method is one step of a call. Immutable. */
public final class GroupFiles {

    private static final Logger LOG = LoggerFactory.getLogger(GroupFiles.class);
    private static final int BUFFER = 64 * 1024;

    private final DistributedFileSystem files;
    private final GroupId group;
    private final Path directory;
    private final Call call;

    /**
     * @param files the file system
     * @param root the directory of the store
     * @param group the group
     * @param call the call that the steps belong to
     */
    public GroupFiles(DistributedFileSystem files, Path root, GroupId group, Call call) {
        this.files = files;
        this.group = group;
        this.directory = new Path(root, FileNames.directory(group));
        this.call = call;
    }

    public GroupId group() {
        return group;
    }

    public Call call() {
        return call;
    }

    /** The path of a file of the group. */
    public Path path(String name) {
        return new Path(directory, name);
    }

    /** Lists the files as they are at one moment; empty if there is no directory. */
    public Listing list() throws IOException {
        call.step("listing " + directory);
        try {
            FileStatus[] found = files.listStatus(directory);
            for (FileStatus file : found) {
                if (file.getPath().equals(directory) || isForeign(file)) {
                    throw new OffsetStoreException("Cannot use " + directory + " for the offsets of group " + group
                            + ": " + file.getPath()
                            + " is not a file that Tidemark writes there; move it away, or use another directory in"
                            + " the URL");
                }
            }
            return Listing.of(found);
        } catch (FileNotFoundException noDirectory) {
            return Listing.of(new FileStatus[0]);
        }
    }

    private static boolean isForeign(FileStatus file) {
        String name = file.getPath().getName();
        return FileNames.isMisnamed(name)
                || (file.isDirectory() && FileNames.offsetsNumber(name).isPresent());
    }

    /** Reads a complete file. */
    public byte[] read(Path file) throws IOException {
        call.step("reading " + file);
        try (FSDataInputStream in = files.open(file, BUFFER)) {
            return in.readAllBytes();
        }
    }

    /** Writes a new file and returns when it is complete, and on the disks of the data nodes. */
    public void create(Path file, byte[] content) throws IOException {
        call.step("writing " + file);
        try (FSDataOutputStream out = files.create(
                file,
                FsPermission.getFileDefault(),
                EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK),
                BUFFER,
                files.getDefaultReplication(file),
                files.getDefaultBlockSize(file),
                null,
                null)) {
            out.write(content);
        }
    }

    /**
     * Applies a write: gives its file the name that makes it govern, if no file has that name.
     *
     * @param from the complete file of the write
     * @param to its new name
     * @param attempt the id in the file's text
     * @return false if another writer has taken the name; the write was not applied then
     * @throws IOException if it was not applied for another reason, or it is unknown whether it was; the call knows
     */
    public boolean apply(Path from, Path to, String attempt) throws IOException {
        call.apply(from);
        try {
            files.rename(from, to, Rename.NONE);
            return true;
        } catch (IOException failure) {
            RenameFailure kind = RenameFailure.of(failure, files);
            if (kind == RenameFailure.UNKNOWN) {
                throw failure;
            }
            // a client that repeats requests may be refused because its first request was applied
            if (kind != RenameFailure.NOT_SENT && isOf(to, attempt)) {
                return true;
            }
            call.notApplied();
            if (kind == RenameFailure.TAKEN) {
                return false;
            }
            throw failure;
        }
    }

    private boolean isOf(Path file, String attempt) throws IOException {
        try {
            return StateText.read(group, read(file), file.toString()).attempt().equals(attempt);
        } catch (FileNotFoundException none) {
            return false;
        }
    }

    /** Deletes a file; false if it does not exist. */
    public boolean delete(Path file) throws IOException {
        call.step("deleting " + file);
        return files.delete(file, false);
    }

    /** Deletes files of a write that is not applied. A later write of the group deletes those that remain. */
    public void deleteQuietly(Collection<Path> created) {
        try {
            for (Path file : created) {
                // not a step of the call: a message names the step that failed
                call.requireTime();
                files.delete(file, false);
            }
        } catch (IOException failure) {
            LOG.debug("Cannot delete the files of a write that was not applied", failure);
        }
    }

    /** Deletes files of a write that is not applied, if the failure shows that the name node answers. */
    public void deleteAfterRefusal(Collection<Path> created, IOException failure) {
        if (failure instanceof RemoteException || RenameFailure.isRefusal(failure)) {
            deleteQuietly(created);
        }
    }

    /** Whether a failure shows that another writer has deleted the file that was being written. */
    public boolean wasTakenAway(IOException failure) {
        return RenameFailure.isOfMissingFile(failure);
    }
}
