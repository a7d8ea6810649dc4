package io.tidemark.bench.costs;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import java.nio.charset.StandardCharsets;
import org.I0Itec.zkclient.ZkClient;

/** The loop of older jobs: the classic layout's nodes, one after the other. */
record NodeByNode(ZkClient client) implements StoreSubject.ObviousWay {

    @Override
    public String title() {
        return "node by node";
    }

    @Override
    public void write(OffsetCommit commit) {
        for (PartitionRange range : commit.ranges()) {
            String path = "/consumers/" + commit.group().value() + "/offsets/"
                    + range.partition().topic() + "/" + range.partition().partition();
            client.writeData(path, Long.toString(range.until()).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
