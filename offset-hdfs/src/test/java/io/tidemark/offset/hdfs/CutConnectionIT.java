package io.tidemark.offset.hdfs;

import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.tck.OffsetStoreCutContract;
import io.tidemark.offset.tck.fixture.Cut;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;

/** The contract of cut connections, over a proxy before the name node that cuts them. */
class CutConnectionIT extends OffsetStoreCutContract {

    /** The request that applies a write. */
    private static final Set<String> RENAME = Set.of("rename2");

    /** The last request before it. */
    private static final Set<String> LISTING = Set.of("getListing");

    private final Path directory = SharedHdfs.unusedDirectory();
    private final List<FileSystem> clients = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();

    @Override
    protected OffsetStore openStore() {
        return new HdfsOffsetStore(SharedHdfs.files(), directory);
    }

    @Override
    protected OffsetStore openStore(Cut cut) {
        FaultProxy proxy =
                FaultProxy.before(WireProtocol.HADOOP, SharedHdfs.server().address());
        proxies.add(proxy);
        switch (cut) {
            // the first listing reads the state, the second one is that before the rename
            case BEFORE_REQUEST -> proxy.loseRequest(2, LISTING);
            case REQUEST_LOST -> proxy.loseRequest(1, RENAME);
            case ANSWER_LOST -> proxy.loseAnswer(1, RENAME);
        }
        String uri = "hdfs://" + proxy.address();
        FileSystem client = SharedHdfs.client(uri, Duration.ofSeconds(30));
        clients.add(client);
        return new HdfsOffsetStore(client, new Path(uri + directory.toUri().getPath()));
    }

    @AfterEach
    void close() throws IOException {
        for (FileSystem client : clients) {
            client.close();
        }
        proxies.forEach(FaultProxy::close);
    }
}
