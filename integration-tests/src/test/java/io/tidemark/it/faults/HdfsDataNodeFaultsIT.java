package io.tidemark.it.faults;

import io.tidemark.servers.junit.EmbeddedOnly;

@EmbeddedOnly("signals and limits of a process beside the JVM")
class HdfsDataNodeFaultsIT extends FaultMatrix {

    HdfsDataNodeFaultsIT() {
        super(Server.HDFS_DATA_NODE);
    }
}
