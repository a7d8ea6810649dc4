package io.tidemark.servers;

import io.tidemark.embedded.kafka.EmbeddedKafka;

/** Kafka in a JVM beside this one. */
final class EmbeddedTestKafka extends EmbeddedTestServer<EmbeddedKafka> implements TestKafka {

    EmbeddedTestKafka(ServerSetup setup) {
        super(EmbeddedKafka.start(options(setup)));
    }
}
