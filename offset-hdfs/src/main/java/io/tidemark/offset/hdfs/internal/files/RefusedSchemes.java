package io.tidemark.offset.hdfs.internal.files;

import java.util.Map;
import java.util.Set;

/** The schemes of Hadoop's file systems that cannot hold offsets, each with the reason. Needs no Hadoop client. */
public final class RefusedSchemes {

    private static final String COPIES =
            "it has no rename; Hadoop checks, copies and deletes in separate steps, so that"
                    + " the writes of two drivers can both succeed";
    private static final String CHECKS =
            "its rename checks for an existing file in a separate step, so that the writes of"
                    + " two drivers can both succeed";
    private static final String INDIRECT =
            "it is a view of another file system; use the hdfs:// URL that it leads to, if it is HDFS";
    private static final String UNVERIFIED =
            "its rename without overwriting is not verified to be atomic; use a store of another kind";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("s3", COPIES),
            Map.entry("s3a", COPIES),
            Map.entry("s3n", COPIES),
            Map.entry("gs", COPIES),
            Map.entry("oss", COPIES),
            Map.entry("cosn", COPIES),
            Map.entry("obs", COPIES),
            Map.entry("wasb", COPIES),
            Map.entry("wasbs", COPIES),
            Map.entry("abfs", CHECKS),
            Map.entry("abfss", CHECKS),
            Map.entry("file", CHECKS),
            Map.entry("viewfs", INDIRECT),
            Map.entry("webhdfs", "it is the web interface of HDFS; use its hdfs:// URL"),
            Map.entry("swebhdfs", "it is the web interface of HDFS; use its hdfs:// URL"),
            Map.entry("ofs", UNVERIFIED),
            Map.entry("o3fs", UNVERIFIED));

    private RefusedSchemes() {}

    public static Set<String> names() {
        return REASONS.keySet();
    }

    /** Why a file system of the scheme cannot hold offsets. */
    public static String reason(String scheme) {
        return REASONS.getOrDefault(scheme, UNVERIFIED);
    }
}
