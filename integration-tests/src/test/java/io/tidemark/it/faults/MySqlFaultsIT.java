package io.tidemark.it.faults;

class MySqlFaultsIT extends FaultMatrix {

    MySqlFaultsIT() {
        super(Server.MYSQL);
    }
}
