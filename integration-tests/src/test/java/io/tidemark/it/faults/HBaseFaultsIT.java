package io.tidemark.it.faults;

import io.tidemark.servers.junit.EmbeddedOnly;

@EmbeddedOnly("signals and limits of a process beside the JVM")
class HBaseFaultsIT extends FaultMatrix {

    HBaseFaultsIT() {
        super(Server.HBASE);
    }
}
