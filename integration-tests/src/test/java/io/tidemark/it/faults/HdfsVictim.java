package io.tidemark.it.faults;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.hdfs.EmbeddedHdfs;

/** The store on HDFS, reached through a proxy before the name node. Full means that the space quota is used up. */
final class HdfsVictim extends HdfsStoreVictim {

    HdfsVictim() {
        super(EmbeddedHdfs.start());
    }

    @Override
    EmbeddedServer server() {
        return hdfs();
    }

    @Override
    void fill() {
        operate(files -> files.setQuota(DIRECTORY, Long.MAX_VALUE, 1024 * 1024));
    }

    @Override
    void free() {
        operate(files -> files.setQuota(DIRECTORY, -1, -1));
    }
}
