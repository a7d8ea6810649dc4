package io.tidemark.it.faults;

class KafkaFaultsIT extends FaultMatrix {

    KafkaFaultsIT() {
        super(Server.KAFKA);
    }
}
