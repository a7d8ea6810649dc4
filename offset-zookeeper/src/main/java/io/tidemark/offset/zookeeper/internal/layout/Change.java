package io.tidemark.offset.zookeeper.internal.layout;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.ACL;

/**
 * The change of one node in the classic layout.
 *
 * @param partition the partition
 * @param version the expected version of the node; empty if it must not exist yet
 * @param next the offset to write; empty to remove the node
 */
public record Change(TopicPartition partition, OptionalInt version, OptionalLong next) {

    /** Whether a node is still as it was when this change was decided. */
    public boolean isDue(Optional<ClassicNode> node) {
        return node.isPresent() ? version.isPresent() && node.get().version() == version.getAsInt() : version.isEmpty();
    }

    /** Whether a node has the result of this change. */
    public boolean isCarriedOver(Optional<ClassicNode> node) {
        return next.isEmpty()
                ? node.isEmpty()
                : node.isPresent() && node.get().text().equals(Long.toString(next.getAsLong()));
    }

    public Op operation(GroupPaths paths, List<ACL> acl) {
        String path = paths.offset(partition);
        if (next.isEmpty()) {
            return Op.delete(path, version.orElseThrow());
        }
        byte[] text = Long.toString(next.getAsLong()).getBytes(StandardCharsets.US_ASCII);
        return version.isPresent()
                ? Op.setData(path, text, version.getAsInt())
                : Op.create(path, text, acl, CreateMode.PERSISTENT);
    }
}
