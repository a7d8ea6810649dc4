package io.tidemark.it.faults;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.hdfs.EmbeddedHdfs;

/** The only data node of the store on HDFS. Full means that it can write nothing to its disk. */
final class HdfsDataNodeVictim extends HdfsStoreVictim {

    HdfsDataNodeVictim() {
        super(EmbeddedHdfs.start());
    }

    @Override
    EmbeddedServer server() {
        return hdfs().dataNode();
    }

    @Override
    void fill() {
        DiskLimit.on(server());
    }

    @Override
    void free() {
        server().kill();
        restartDataNode();
    }

    @Override
    void mend(Fault fault) {
        switch (fault) {
            case KILLED, STOPPED -> restartDataNode();
            default -> super.mend(fault);
        }
    }
}
