package io.tidemark.offset.hdfs.internal.files;

import io.tidemark.offset.spi.Remedies;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.ipc.RemoteException;

/**
 * The remedy for each kind of error of HDFS, by the simple name of its exception or, where HDFS has none, by a name of
 * this class. All messages of this module take their advice from this table. An error that is not in it is shown with
 * its name and without advice.
 */
public final class HdfsRemedies {

    static final String NO_ANSWER = "no answer";
    static final String NO_DATA_NODE = "no data node";
    static final String KERBEROS = "kerberos";
    static final String BROKEN_CONNECTION = "broken connection";
    static final String TOO_OLD = "too old";

    static final Remedies TABLE = Remedies.builder()
            .add(
                    NO_ANSWER,
                    "The name node or a data node is frozen, overloaded or unreachable. Check that they"
                            + " run (hdfs dfsadmin"
                            + " -report), or set timeout to a longer time")
            .add(
                    NO_DATA_NODE,
                    "No data node accepts the file: they do not run, cannot be reached from here, or have no free space"
                            + " for a block. Check them: hdfs dfsadmin -report")
            .add(
                    KERBEROS,
                    "The cluster requires Kerberos. Log in (kinit, or spark-submit --principal and"
                            + " --keytab), and use the"
                            + " cluster's core-site.xml and hdfs-site.xml (HADOOP_CONF_DIR)")
            .add(
                    "SafeModeException",
                    "The name node is in safe mode and accepts no writes. It leaves it when enough data nodes have"
                            + " reported and there is free space on its own disk; check hdfs dfsadmin -safemode get")
            .add(
                    "AccessControlException",
                    "Give the user of the job rwx on the directory of the store (hdfs dfs -chown, -chmod"
                            + " or -setfacl), or"
                            + " run it as another user")
            .add(
                    "DSQuotaExceededException",
                    "The space quota of the directory is used up. A file that is being written takes a"
                            + " whole block for each"
                            + " replica. Raise the quota: hdfs dfs -count -q and hdfs dfsadmin -setSpaceQuota")
            .add(
                    "NSQuotaExceededException",
                    "The quota of names of the directory is used up. Raise it: hdfs dfs -count -q and"
                            + " hdfs dfsadmin -setQuota")
            .add(
                    "QuotaByStorageTypeExceededException",
                    "The quota of this storage type is used up. Raise it: hdfs dfsadmin -setSpaceQuota -storageType")
            .add(
                    "StandbyException",
                    "This name node is not the active one. Use the name service in the URL"
                            + " (hdfs://NAMESERVICE/path) with"
                            + " the cluster's hdfs-site.xml, so that the client finds the active one")
            .add(
                    "RetriableException",
                    "The name node has just started or is changing its role. Start again in a moment")
            .add("ConnectException", "Check that the name node runs, and the host and the port of the URL")
            .add(
                    BROKEN_CONNECTION,
                    "The connection to the name node broke. Check that it runs, and the network. The next call connects"
                            + " again")
            .add("NoRouteToHostException", "Check the host of the URL and the network")
            .add(
                    "UnknownHostException",
                    "Check the host of the URL. If it is a name service, the client needs the cluster's"
                            + " hdfs-site.xml: set"
                            + " HADOOP_CONF_DIR, or dfs.nameservices and its name nodes as hadoop.* settings")
            .add(
                    "EOFException",
                    "The server closed the connection. Check that it runs, and that the port is its RPC port")
            .add("SocketTimeoutException", "Check the load of the name node and the data nodes, and the network")
            .add("ConnectTimeoutException", "Check that the name node runs, the host of the URL and the network")
            .add(
                    "BlockMissingException",
                    "No data node that has the file answers. Start the missing data nodes; hdfs fsck"
                            + " shows where its blocks"
                            + " are")
            .add(
                    "MaxDirectoryItemsExceededException",
                    "The directory has too many entries (dfs.namenode.fs-limits.max-directory-items). Use another one")
            .add(
                    "PathComponentTooLongException",
                    "Raise dfs.namenode.fs-limits.max-component-length, or use a shorter name of the group")
            .add("ParentNotDirectoryException", "A part of the path is a file. Use another directory in the URL")
            .add("PathIsNotDirectoryException", "A part of the path is a file. Use another directory in the URL")
            .add(
                    "VersionMismatch",
                    "The server is another one than HDFS, or of a version that this client does not know."
                            + " Check the port")
            .add(
                    "RpcException",
                    "The port belongs to another server, or to the web interface. Use the RPC port of the"
                            + " name node (8020 or"
                            + " 9000)")
            .add(TOO_OLD, "Use HDFS 3.x servers")
            .build();

    private HdfsRemedies() {}

    /** The advice for a code: a sentence behind a full stop, or nothing if the table does not have the code. */
    public static String advice(String code) {
        return TABLE.of(code).map(remedy -> ". " + remedy).orElse("");
    }

    /** The code of an error in the table. */
    public static String code(IOException error) {
        String name = name(error);
        String text = String.valueOf(error.getMessage());
        if (text.contains("could only be written to")
                || text.contains("Unable to create new block")
                || text.contains("are bad. Aborting")) {
            return NO_DATA_NODE;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("kerberos") || lower.contains("gss initiate failed") || name.equals("SaslException")) {
            return KERBEROS;
        }
        if (name.equals("SocketException") || isBrokenConnection(lower)) {
            return BROKEN_CONNECTION;
        }
        if (error.getCause() instanceof IOException cause && TABLE.of(name).isEmpty()) {
            return code(cause);
        }
        return name;
    }

    /** The operating system reports it in words, and Hadoop's client adds where the connection led. */
    private static boolean isBrokenConnection(String text) {
        return text.contains("connection reset") || text.contains("broken pipe");
    }

    /** The name of an error and the first line of its message. */
    public static String describe(IOException error) {
        String text = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        return name(error) + (error.getMessage() == null || text.isBlank() ? "" : ": " + text);
    }

    /** An error of the server arrives under the name of a class of Hadoop's RPC. */
    static String name(IOException error) {
        String name = error instanceof RemoteException remote
                ? remote.getClassName()
                : error.getClass().getName();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return simple.substring(simple.lastIndexOf('$') + 1);
    }
}
