package io.tidemark.offset.hdfs.internal.files;

import io.tidemark.offset.hdfs.internal.layout.FileNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;

/**
 * The files of a group at one moment.
 *
 * @param offsets the files of offsets, by number
 * @param receipts the files of loss receipts
 * @param writing the files of writes in progress, by name
 */
public record Listing(
        NavigableMap<Long, FileStatus> offsets, List<FileStatus> receipts, Map<String, FileStatus> writing) {

    static Listing of(FileStatus[] files) {
        Listing listing = new Listing(new TreeMap<>(), new ArrayList<>(), new HashMap<>());
        for (FileStatus file : files) {
            String name = file.getPath().getName();
            FileNames.offsetsNumber(name).ifPresent(number -> listing.offsets.put(number, file));
            if (FileNames.receiptsNumber(name).isPresent()) {
                listing.receipts.add(file);
            }
            if (FileNames.writingNumber(name).isPresent()) {
                listing.writing.put(name, file);
            }
        }
        return listing;
    }

    /** The file that governs; empty if nothing is stored. */
    public Optional<FileStatus> newest() {
        return Optional.ofNullable(offsets.lastEntry()).map(Map.Entry::getValue);
    }

    /** The version of the file that governs. */
    public Version version() {
        return newest().map(Version::of).orElse(Version.NONE);
    }
}
