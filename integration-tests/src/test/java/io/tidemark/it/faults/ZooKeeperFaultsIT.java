package io.tidemark.it.faults;

class ZooKeeperFaultsIT extends FaultMatrix {

    ZooKeeperFaultsIT() {
        super(Server.ZOOKEEPER);
    }
}
