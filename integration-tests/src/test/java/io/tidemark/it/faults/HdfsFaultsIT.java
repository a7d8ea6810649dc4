package io.tidemark.it.faults;

import io.tidemark.servers.junit.EmbeddedOnly;

@EmbeddedOnly("signals and limits of a process beside the JVM")
class HdfsFaultsIT extends FaultMatrix {

    HdfsFaultsIT() {
        super(Server.HDFS);
    }
}
