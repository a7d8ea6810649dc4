package io.tidemark.offset.zookeeper;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.zookeeper.internal.layout.GroupPaths;
import io.tidemark.offset.zookeeper.internal.layout.NodeName;
import io.tidemark.offset.zookeeper.internal.link.Deadline;
import io.tidemark.offset.zookeeper.internal.link.Link;
import io.tidemark.offset.zookeeper.internal.link.RequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * Lists the groups that have nodes of offsets, of this store or of Kafka's old consumers. Names that this store would
 * not write are not groups.
 */
final class GroupListing {

    private final Link link;

    GroupListing(Link link) {
        this.link = link;
    }

    Set<GroupId> groups(Deadline deadline) throws RequestException {
        List<String> names = children(link.read(List.of(List.of(Op.getChildren(GroupPaths.CONSUMERS))), deadline)
                .get(0));
        List<List<Op>> requests = names.stream()
                .map(name -> List.of(Op.getChildren(GroupPaths.CONSUMERS + "/" + name)))
                .toList();
        if (requests.isEmpty()) {
            return Set.of();
        }
        List<List<OpResult>> found = link.read(requests, deadline);
        Set<GroupId> groups = new HashSet<>();
        for (int index = 0; index < names.size(); index++) {
            List<String> parts = children(found.get(index));
            if (parts.contains("offsets") || parts.contains("tidemark")) {
                group(names.get(index)).ifPresent(groups::add);
            }
        }
        return Set.copyOf(groups);
    }

    /** Empty for a name that this store would not write. */
    private static Optional<GroupId> group(String name) {
        try {
            return Optional.of(new GroupId(NodeName.text(name)));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static List<String> children(List<OpResult> results) {
        return results.get(0) instanceof OpResult.GetChildrenResult node ? node.getChildren() : List.of();
    }
}
