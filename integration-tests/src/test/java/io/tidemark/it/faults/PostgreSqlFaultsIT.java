package io.tidemark.it.faults;

import io.tidemark.servers.junit.EmbeddedOnly;

@EmbeddedOnly("signals and limits of a process beside the JVM")
class PostgreSqlFaultsIT extends FaultMatrix {

    PostgreSqlFaultsIT() {
        super(Server.POSTGRESQL);
    }
}
