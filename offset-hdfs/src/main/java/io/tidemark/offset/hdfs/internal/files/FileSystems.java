package io.tidemark.offset.hdfs.internal.files;

import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * Decides which file systems can hold offsets. A write is applied by a rename that must be atomic and must fail if the
 * new name exists; Hadoop's API also has file systems on which two such renames can both succeed.
 */
public final class FileSystems {

    private FileSystems() {}

    /**
     * Returns a file system that can hold offsets.
     *
     * @throws IllegalArgumentException if it cannot, with the reason
     */
    public static DistributedFileSystem require(FileSystem files) {
        if (files instanceof DistributedFileSystem hdfs) {
            return hdfs;
        }
        throw new IllegalArgumentException("Cannot keep offsets in " + files.getUri() + ": "
                + RefusedSchemes.reason(String.valueOf(files.getUri().getScheme()))
                + ". Use HDFS (hdfs://), or a store of another kind");
    }
}
