package io.tidemark.offset.zookeeper;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.zookeeper.internal.layout.GroupPaths;
import io.tidemark.offset.zookeeper.internal.layout.ReceiptText;
import io.tidemark.offset.zookeeper.internal.link.Deadline;
import io.tidemark.offset.zookeeper.internal.link.Link;
import io.tidemark.offset.zookeeper.internal.link.RequestException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/** Reads a group's loss receipts. Each decision has one node, in the order of their numbers; nodes never change. */
final class Losses {

    private final Link link;

    Losses(Link link) {
        this.link = link;
    }

    List<LossReceipt> read(GroupId group, Deadline deadline) throws RequestException {
        String directory = new GroupPaths(group).losses();
        List<List<OpResult>> listing = link.read(List.of(List.of(Op.getChildren(directory))), deadline);
        if (!(listing.get(0).get(0) instanceof OpResult.GetChildrenResult found)
                || found.getChildren().isEmpty()) {
            return List.of();
        }
        List<String> paths = found.getChildren().stream()
                .sorted()
                .map(child -> directory + "/" + child)
                .toList();
        List<List<Op>> requests =
                paths.stream().map(path -> List.of(Op.getData(path))).toList();
        List<List<OpResult>> results = link.read(requests, deadline);

        Map<LossReceipt.Key, LossReceipt> receipts = new HashMap<>();
        for (int index = 0; index < paths.size(); index++) {
            if (results.get(index).get(0) instanceof OpResult.GetDataResult node && node.getData() != null) {
                ReceiptText.read(group, node.getData(), Link.at(paths.get(index), link.server()))
                        .forEach(receipt -> receipts.put(receipt.key(), receipt));
            }
        }
        return receipts.values().stream().sorted(LossReceipt.OLDEST_FIRST).toList();
    }
}
