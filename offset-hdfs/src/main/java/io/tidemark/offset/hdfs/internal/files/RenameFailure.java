package io.tidemark.offset.hdfs.internal.files;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** The meaning of a failed rename for the write that it would have applied. */
enum RenameFailure {
    /** The name node refused it, because the name is taken or the source does not exist. */
    TAKEN,
    /** The name node refused it for another reason. */
    REFUSED,
    /** The request was never sent. */
    NOT_SENT,
    /** It may have been applied. */
    UNKNOWN;

    private static final Set<String> NAME_TAKEN = Set.of("FileAlreadyExistsException", "FileNotFoundException");

    private static final Set<String> REFUSALS = Set.of(
            "AccessControlException",
            "SafeModeException",
            "NSQuotaExceededException",
            "DSQuotaExceededException",
            "QuotaByStorageTypeExceededException",
            "ParentNotDirectoryException",
            "MaxDirectoryItemsExceededException",
            "PathComponentTooLongException");

    private static final Set<String> OTHER_SERVER = Set.of("StandbyException", "RetriableException");

    private static final Set<String> NO_CONNECTION =
            Set.of("ConnectException", "NoRouteToHostException", "UnknownHostException", "ConnectTimeoutException");

    static RenameFailure of(IOException failure, FileSystem files) {
        String name = HdfsRemedies.name(failure);
        if (NAME_TAKEN.contains(name)) {
            return TAKEN;
        }
        if (REFUSALS.contains(name)) {
            return REFUSED;
        }
        // the last of several attempts says nothing about the earlier ones
        if (!repeatsRequests(files)) {
            if (OTHER_SERVER.contains(name)) {
                return REFUSED;
            }
            if (NO_CONNECTION.contains(name)) {
                return NOT_SENT;
            }
        }
        return UNKNOWN;
    }

    /** Whether an error is a refusal by the name node. */
    static boolean isRefusal(IOException failure) {
        String name = HdfsRemedies.name(failure);
        return NAME_TAKEN.contains(name) || REFUSALS.contains(name);
    }

    /** Whether an error says that the file that is being written does not exist. */
    static boolean isOfMissingFile(IOException failure) {
        return Set.of("FileNotFoundException", "LeaseExpiredException").contains(HdfsRemedies.name(failure));
    }

    /** Whether Hadoop's client sends a request again after an error: to the other name nodes, or by a retry policy. */
    private static boolean repeatsRequests(FileSystem files) {
        Configuration settings = files.getConf();
        return settings.getBoolean("dfs.client.retry.policy.enabled", false)
                || settings.get("dfs.client.failover.proxy.provider."
                                + files.getUri().getHost())
                        != null;
    }
}
