package io.tidemark.it.faults;

class RedisFaultsIT extends FaultMatrix {

    RedisFaultsIT() {
        super(Server.REDIS);
    }
}
