package io.tidemark.offset.hdfs;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.OffsetStoreContract;
import io.tidemark.offset.tck.offsets.GroupListingTests;
import org.apache.hadoop.fs.Path;

/** The contract. */
class HdfsOffsetStoreIT extends OffsetStoreContract implements GroupListingTests {

    private final Path directory = SharedHdfs.unusedDirectory();

    @Override
    protected OffsetStore openStore(WriterName writer) {
        return new HdfsOffsetStore(
                SharedHdfs.files(), directory, HdfsStoreOptions.defaults().writer(writer));
    }
}
