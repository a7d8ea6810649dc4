package io.tidemark.it.faults;

import io.tidemark.servers.junit.EmbeddedOnly;
import org.junit.jupiter.api.Tag;

@EmbeddedOnly("signals and limits of a process beside the JVM")
@Tag("release")
class KafkaFaultsIT extends FaultMatrix {

    KafkaFaultsIT() {
        super(Server.KAFKA);
    }
}
