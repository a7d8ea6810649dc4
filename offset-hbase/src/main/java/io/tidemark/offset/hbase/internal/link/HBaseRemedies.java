package io.tidemark.offset.hbase.internal.link;

import io.tidemark.offset.spi.Remedies;

/**
 * The remedy for each kind of failure, by the simple name of HBase's exception. All messages of this module take their
 * advice from this table. A failure that is not in it is shown with its own message and without advice.
 */
final class HBaseRemedies {

    static final String TIMEOUT = "timeout";

    private static final String WHEN_LATE =
            "Check that HBase's ZooKeeper and region servers run and can be reached from here, or set timeout to a"
                    + " longer time";

    static final Remedies TABLE = Remedies.builder()
            .add("TableExistsException", "Two jobs have created the table at the same time. Start the job again")
            .add("TableNotFoundException", "Create the table, or correct its name in the URL")
            .add("TableNotEnabledException", "Enable the table in the HBase shell: enable 'TABLE'")
            .add(
                    "NoSuchColumnFamilyException",
                    "The table belongs to another program. Give the store a table of its own, which it creates. If an"
                            + " older job keeps its offsets in this table, name it as take-over")
            .add("NamespaceNotFoundException", "Create the namespace in the HBase shell: create_namespace 'NAMESPACE'")
            .add(
                    "AccessDeniedException",
                    "Grant the job's user the permissions to read and write the table in the HBase shell:"
                            + " grant 'USER', 'RW', 'TABLE'. To create the table, it needs 'C' on the namespace")
            .add(
                    "NotServingRegionException",
                    "The table's region is moving or being recovered. Check the region servers and the regions in"
                            + " transition on the master's page; the job continues when the region is online")
            .add("RegionTooBusyException", "The region server is overloaded. Check its memory and its compactions")
            .add("CallQueueTooBigException", "The region server is overloaded. Check its load and its call queues")
            .add("CallDroppedException", "The region server is overloaded. Check its load and its call queues")
            .add(
                    "RpcThrottlingException",
                    "A quota of the user or the table is used up. Raise it: set_quota in the HBase shell")
            .add(
                    "SpaceLimitingException",
                    "The space quota of the table is used up. Raise it: set_quota in the HBase shell")
            .add("ServerNotRunningYetException", "The server is starting. Start the job again later")
            .add("MasterNotRunningException", "Start an HBase master")
            .add("PleaseHoldException", "The HBase master is starting. Start the job again later")
            .add("RegionServerStoppedException", "The region server is stopping; its regions move to another one")
            .add("RegionServerAbortedException", "The region server has failed; its regions move to another one")
            .add("NoServerForRegionException", "The table's region is on no server. Check the regions in transition")
            .add("ConnectException", "Check that the region servers run and can be reached from here")
            .add("FailedServerException", "Check that the region servers run and can be reached from here")
            .add("ConnectionClosedException", "Check that the region server runs and can be reached from here")
            .add(
                    "CallTimeoutException",
                    "Check that the region server runs, is not overloaded and can be reached from here")
            .add(
                    "FallbackDisallowedException",
                    "The servers do not use Kerberos, but the client does. Check hbase.security.authentication")
            .add(
                    "AccessControlException",
                    "Check the Kerberos login: hbase.client.keytab.file and hbase.client.keytab.principal")
            .add(
                    "KerberosAuthException",
                    "Check the Kerberos login: hbase.client.keytab.file and hbase.client.keytab.principal")
            .add("SaslException", "Check the Kerberos login and hbase.regionserver.kerberos.principal")
            .add(
                    "StoppedRpcClientException",
                    "The connection that the store borrows was closed. Close it after the store's last call")
            .add(
                    "MasterRegistryFetchException",
                    "Check that the servers of hbase.client.bootstrap.servers run and can be reached from here")
            .add(
                    "RegistryEndpointsRefresherException",
                    "Check that the servers of hbase.client.bootstrap.servers run and can be reached from here")
            .add("ConnectionLossException", "Check that HBase's ZooKeeper runs and can be reached from here")
            .add("SessionExpiredException", "Check that HBase's ZooKeeper runs and can be reached from here")
            .add(
                    "NoNodeException",
                    "HBase is not registered in this ZooKeeper. Check that it runs, and zookeeper.znode.parent")
            .add("TimeoutIOException", WHEN_LATE)
            .add("OperationTimeoutExceededException", WHEN_LATE)
            .add(TIMEOUT, WHEN_LATE)
            .build();

    private HBaseRemedies() {}

    /** The advice for a failure: a sentence behind a full stop, or nothing if the table does not have it. */
    static String advice(String name) {
        return TABLE.of(name).map(remedy -> ". " + remedy).orElse("");
    }
}
