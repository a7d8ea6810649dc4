package io.tidemark.offset.hdfs.internal.files;

import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** A call failed. Its message names the cause and the remedy. */
public final class FileFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Path> undecided;

    FileFailure(String reason, Optional<Path> undecided, Throwable cause) {
        super(reason, cause);
        this.undecided = undecided;
    }

    /** The cause and the remedy. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /**
     * If it is unknown whether the write was applied: the file that its request renames. While this file exists, the
     * write is not applied; after it was deleted, it never will be.
     */
    public Optional<Path> undecided() {
        return undecided == null ? Optional.empty() : undecided;
    }
}
