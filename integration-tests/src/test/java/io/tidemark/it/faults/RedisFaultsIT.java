package io.tidemark.it.faults;

import io.tidemark.servers.junit.EmbeddedOnly;

@EmbeddedOnly("signals and limits of a process beside the JVM")
class RedisFaultsIT extends FaultMatrix {

    RedisFaultsIT() {
        super(Server.REDIS);
    }
}
