package io.tidemark.offset.zookeeper;

import io.tidemark.offset.zookeeper.internal.layout.GroupPaths;
import io.tidemark.offset.zookeeper.internal.link.Deadline;
import io.tidemark.offset.zookeeper.internal.link.Link;
import io.tidemark.offset.zookeeper.internal.link.RequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.Op;

/**
 * Reads a consistent state of a group, regardless of the number of requests: each of them also reads the group's fence,
 * and if its version has changed in between, everything is read again.
 */
final class GroupReader {

    private final Link link;

    GroupReader(Link link) {
        this.link = link;
    }

    /** Reads all partitions of all topics, with their identities. */
    GroupState readAll(GroupPaths paths, Deadline deadline) throws RequestException {
        while (true) {
            Optional<GroupState> state = readAllOnce(paths, deadline);
            if (state.isPresent()) {
                return state.get();
            }
            requireTime(deadline);
        }
    }

    /** Empty if another client has written between two of the requests, or the servers accept only smaller ones. */
    private Optional<GroupState> readAllOnce(GroupPaths paths, Deadline deadline) throws RequestException {
        try {
            GroupResults answers = new GroupResults(paths, link.server());
            List<List<Op>> group =
                    List.of(pending(paths), List.of(Op.getData(paths.fence()), Op.getChildren(paths.offsets())));
            answers.add(group, link.read(group, deadline));
            Set<String> topics = answers.topics();
            List<List<Op>> lists = new ArrayList<>();
            for (String topic : topics) {
                lists.add(List.of(
                        Op.getData(paths.fence()),
                        Op.getData(paths.identities(topic)),
                        Op.getChildren(paths.offsets(topic))));
            }
            if (!lists.isEmpty()) {
                answers.add(lists, link.read(lists, deadline));
            }
            Set<TopicPartition> listed = answers.listed(topics);
            if (!listed.isEmpty()) {
                List<List<Op>> nodes = nodes(paths, listed);
                answers.add(nodes, link.read(nodes, deadline));
            }
            return answers.areOfOneMoment()
                    ? Optional.of(answers.state(listed, topics, partition -> true))
                    : Optional.empty();
        } catch (RequestException failure) {
            return emptyIfTooLarge(failure, deadline);
        }
    }

    /** Reads some partitions, and the identities of some topics. */
    GroupState readPartitions(
            GroupPaths paths, Collection<TopicPartition> partitions, Set<String> identities, Deadline deadline)
            throws RequestException {
        Set<TopicPartition> wanted = new HashSet<>(partitions);
        while (true) {
            Optional<GroupState> state = readPartitionsOnce(paths, wanted, identities, deadline);
            if (state.isPresent()) {
                return state.get();
            }
            requireTime(deadline);
        }
    }

    private Optional<GroupState> readPartitionsOnce(
            GroupPaths paths, Set<TopicPartition> wanted, Set<String> identities, Deadline deadline)
            throws RequestException {
        List<List<Op>> requests = new ArrayList<>();
        requests.add(pending(paths));
        requests.addAll(nodes(paths, wanted));
        for (String topic : identities) {
            requests.add(List.of(Op.getData(paths.fence()), Op.getData(paths.identities(topic))));
        }
        try {
            GroupResults answers = new GroupResults(paths, link.server());
            answers.add(requests, link.read(requests, deadline));
            return answers.areOfOneMoment()
                    ? Optional.of(answers.state(wanted, identities, wanted::contains))
                    : Optional.empty();
        } catch (RequestException failure) {
            return emptyIfTooLarge(failure, deadline);
        }
    }

    /** Later requests will be smaller. */
    private static Optional<GroupState> emptyIfTooLarge(RequestException failure, Deadline deadline)
            throws RequestException {
        if (!failure.isTooLarge() || deadline.isOver()) {
            throw failure;
        }
        return Optional.empty();
    }

    private static List<Op> pending(GroupPaths paths) {
        return List.of(Op.getData(paths.fence()), Op.getData(paths.pending()), Op.getData(paths.writers()));
    }

    private List<List<Op>> nodes(GroupPaths paths, Set<TopicPartition> partitions) {
        List<Op> reads = partitions.stream()
                .map(partition -> Op.getData(paths.offset(partition)))
                .toList();
        return link.limit().split(Op.getData(paths.fence()), reads);
    }

    private static void requireTime(Deadline deadline) throws RequestException {
        if (deadline.isOver()) {
            throw RequestException.notSent("other clients kept writing for "
                    + deadline.limit().toMillis() + " ms, so no consistent state could be read");
        }
    }
}
