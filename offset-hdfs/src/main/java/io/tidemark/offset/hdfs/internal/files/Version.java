package io.tidemark.offset.hdfs.internal.files;

import io.tidemark.offset.hdfs.internal.layout.FileNames;
import org.apache.hadoop.fs.FileStatus;

/**
 * Identifies the content of a file of offsets. A file that was replaced by hand has another version.
 *
 * @param number the number in its name; 0 if there is no file
 * @param length in bytes
 * @param modified when it was completed, in milliseconds
 */
public record Version(long number, long length, long modified) {

    public static final Version NONE = new Version(0, 0, 0);

    static Version of(FileStatus file) {
        return numbered(FileNames.offsetsNumber(file.getPath().getName()).orElse(0), file);
    }

    /** The version that a file will have under another name. */
    public static Version numbered(long number, FileStatus file) {
        return new Version(number, file.getLen(), file.getModificationTime());
    }
}
