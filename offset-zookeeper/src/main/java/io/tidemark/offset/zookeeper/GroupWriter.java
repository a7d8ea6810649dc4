package io.tidemark.offset.zookeeper;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.zookeeper.GroupState.TopicIdentities;
import io.tidemark.offset.zookeeper.internal.layout.Change;
import io.tidemark.offset.zookeeper.internal.layout.GroupPaths;
import io.tidemark.offset.zookeeper.internal.layout.IdentityText;
import io.tidemark.offset.zookeeper.internal.layout.PendingText;
import io.tidemark.offset.zookeeper.internal.layout.ReceiptText;
import io.tidemark.offset.zookeeper.internal.link.Deadline;
import io.tidemark.offset.zookeeper.internal.link.Link;
import io.tidemark.offset.zookeeper.internal.link.RequestException;
import io.tidemark.offset.zookeeper.internal.link.RequestSize;
import io.tidemark.offset.zookeeper.internal.link.ZooKeeperRemedies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.ACL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a group's nodes. Each write is one request, on condition that no client has written since its plan's state
 * was read. A write that is too large for one request is first stored as the pending write, which makes it effective,
 * and is then carried over to the classic nodes; the next writer completes what is left of it.
 */
final class GroupWriter {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final byte[] NO_DATA = {};
    private static final byte[] FORMAT = GroupResults.FORMAT.getBytes(StandardCharsets.UTF_8);

    private final Link link;
    private final GroupReader reader;
    private final Optional<List<ACL>> givenAcl;
    private final WriterName writer;

    GroupWriter(Link link, GroupReader reader, Optional<List<ACL>> givenAcl, WriterName writer) {
        this.link = link;
        this.reader = reader;
        this.givenAcl = givenAcl;
        this.writer = writer;
    }

    /** Computes the write from what is stored; throws its own exception to refuse. */
    interface Planner {
        Plan plan(GroupState state);
    }

    /**
     * Reads, plans and writes. If another client has written in between, it repeats this, because the plan may change.
     *
     * @param partitions the partitions to read for the plan
     * @param identities the topics whose identities to read for the plan
     * @return the state for which the plan had nothing to write; empty after a write
     */
    Optional<GroupState> write(
            GroupPaths paths,
            Collection<TopicPartition> partitions,
            Set<String> identities,
            Planner planner,
            Deadline deadline)
            throws RequestException {
        List<ACL> acl = givenAcl.orElse(Ids.CREATOR_ALL_ACL);
        while (true) {
            try {
                Optional<Planned> planned = plan(paths, partitions, identities, planner, acl, deadline);
                if (planned.isPresent() && planned.get().plan().isEmpty()) {
                    return planned.map(Planned::state);
                }
                if (planned.isPresent()) {
                    write(planned.get().state(), planned.get().plan(), acl, deadline);
                    return Optional.empty();
                }
            } catch (RequestException failure) {
                if (failure.is(Code.INVALIDACL) && givenAcl.isEmpty() && acl.equals(Ids.CREATOR_ALL_ACL)) {
                    // the client has no identity that a node could belong to
                    acl = Ids.OPEN_ACL_UNSAFE;
                } else if (!failure.isRace() && !failure.isTooLarge()) {
                    throw failure;
                } else if (failure.isTooLarge() && deadline.isOver()) {
                    throw failure;
                } else if (deadline.isOver()) {
                    throw RequestException.notSent("other clients were faster for "
                            + deadline.limit().toMillis() + " ms; the last answer: " + failure.reason());
                }
            }
        }
    }

    /** All steps before the write itself; empty if the state must be read again. */
    private Optional<Planned> plan(
            GroupPaths paths,
            Collection<TopicPartition> partitions,
            Set<String> identities,
            Planner planner,
            List<ACL> acl,
            Deadline deadline)
            throws RequestException {
        try {
            GroupState state = reader.readPartitions(paths, partitions, identities, deadline);
            if (!state.pending().changes().isEmpty()) {
                complete(state, acl, deadline);
                return Optional.empty();
            }
            Plan plan = planner.plan(state);
            return plan.isEmpty() || prepare(state, plan, acl, deadline)
                    ? Optional.of(new Planned(state, plan))
                    : Optional.empty();
        } catch (RequestException failure) {
            throw failure.beforeTheWrite();
        }
    }

    private record Planned(GroupState state, Plan plan) {}

    /** Creates the nodes that the write itself does not create; true if the state that was read is still valid. */
    private boolean prepare(GroupState state, Plan plan, List<ACL> acl, Deadline deadline) throws RequestException {
        GroupPaths paths = state.paths();
        Set<String> missing = new LinkedHashSet<>();
        if (state.fence().isEmpty()) {
            missing.addAll(List.of(GroupPaths.CONSUMERS, paths.group(), paths.offsets()));
        }
        if (plan.makesPartitions()) {
            missing.add(paths.offsets());
            missing.addAll(topicPaths(paths, plan.changes()));
        }
        if (plan.governor().isPresent() && state.fence().isPresent()) {
            missing.add(paths.governor());
        }
        if (!missing.isEmpty()) {
            link.createMissing(List.copyOf(missing), acl, deadline);
        }
        if (state.fence().isPresent()) {
            if (givenAcl.isEmpty() && acl.equals(Ids.CREATOR_ALL_ACL) && plan.makesNodes(state)) {
                requireIdentity(paths, deadline);
            }
            return true;
        }
        link.write(
                List.of(
                        Op.create(paths.fence(), FORMAT, acl, CreateMode.PERSISTENT),
                        Op.create(paths.pending(), NO_DATA, acl, CreateMode.PERSISTENT),
                        Op.create(paths.writers(), NO_DATA, acl, CreateMode.PERSISTENT),
                        Op.create(paths.identities(), NO_DATA, acl, CreateMode.PERSISTENT),
                        Op.create(paths.losses(), NO_DATA, acl, CreateMode.PERSISTENT)),
                deadline);
        return false;
    }

    /**
     * Asks the server whether the client has an identity, by a creation that cannot succeed: it only matters whether
     * the ACL is the reason for the refusal. The write itself cannot be used to find out, because its answer may get
     * lost.
     */
    private void requireIdentity(GroupPaths paths, Deadline deadline) throws RequestException {
        try {
            link.write(List.of(Op.create(paths.fence(), FORMAT, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT)), deadline);
        } catch (RequestException refused) {
            if (!refused.is(Code.NODEEXISTS) && !refused.is(Code.NOAUTH)) {
                throw refused;
            }
        }
    }

    private void write(GroupState state, Plan plan, List<ACL> acl, Deadline deadline) throws RequestException {
        GroupPaths paths = state.paths();
        int fence = state.fence().orElseThrow();
        byte[] writers = state.writers().after(plan.changes(), writer);
        List<Op> others = others(state, plan, writers, acl);
        List<Op> direct = new ArrayList<>(others);
        plan.changes().forEach(change -> direct.add(change.operation(paths, acl)));
        plan.unchanged().forEach(partition -> state.node(partition)
                .ifPresent(node -> direct.add(Op.check(paths.offset(partition), node.version()))));
        if (link.limit().fits(direct)) {
            link.write(direct, deadline);
            return;
        }
        List<Op> pending = new ArrayList<>(others);
        pending.add(Op.setData(paths.pending(), PendingText.write(plan.changes()), -1));
        requireFits(paths, plan, pending);
        link.write(pending, deadline);
        try {
            carryOver(paths, fence + 1, plan.changes(), Optional.of(writers), acl, deadline);
        } catch (RequestException laterThen) {
            LOG.info(
                    "The write of {} partitions to {} is stored, but is not in all nodes of the classic layout yet: {}. The"
                            + " next write of the group completes it",
                    plan.changes().size(),
                    paths.group(),
                    laterThen.reason());
        }
    }

    /** The operations that every request of the write begins with. */
    private static List<Op> others(GroupState state, Plan plan, byte[] writers, List<ACL> acl) {
        GroupPaths paths = state.paths();
        List<Op> operations = new ArrayList<>();
        operations.add(Op.setData(paths.fence(), FORMAT, state.fence().orElseThrow()));
        operations.add(
                state.writers().isMissing()
                        ? Op.create(paths.writers(), writers, acl, CreateMode.PERSISTENT)
                        : Op.setData(paths.writers(), writers, -1));
        plan.identities().forEach((topic, identities) -> {
            TopicIdentities known = state.topics().get(topic);
            byte[] text = IdentityText.write(identities);
            operations.add(
                    known == null
                            ? Op.create(paths.identities(topic), text, acl, CreateMode.PERSISTENT)
                            : Op.setData(paths.identities(topic), text, known.version()));
        });
        plan.governor()
                .ifPresent(governor -> operations.add(
                        Op.setData(paths.governor(), governor.text().getBytes(StandardCharsets.UTF_8), -1)));
        if (!plan.receipts().isEmpty()) {
            operations.add(Op.create(
                    paths.losses() + "/loss-",
                    ReceiptText.write(plan.receipts()),
                    acl,
                    CreateMode.PERSISTENT_SEQUENTIAL));
        }
        return operations;
    }

    /** Completes the pending write of a state. */
    private void complete(GroupState state, List<ACL> acl, Deadline deadline) throws RequestException {
        GroupPaths paths = state.paths();
        List<TopicPartition> partitions =
                state.pending().changes().stream().map(Change::partition).toList();
        GroupState whole = reader.readPartitions(paths, partitions, Set.of(), deadline);
        if (!whole.fence().equals(state.fence())) {
            return;
        }
        List<Change> due = whole.pending().changes().stream()
                .filter(change -> change.isDue(whole.node(change.partition())))
                .toList();
        if (due.stream().anyMatch(change -> change.version().isEmpty())) {
            link.createMissing(List.copyOf(topicPaths(paths, due)), acl, deadline);
        }
        List<TopicPartition> others = whole.pending().changes().stream()
                .filter(change -> !due.contains(change) && !change.isCarriedOver(whole.node(change.partition())))
                .map(Change::partition)
                .toList();
        // a write of an earlier version has no writer
        Optional<byte[]> writers = whole.writers().isMissing()
                ? Optional.empty()
                : Optional.of(whole.writers().without(others));
        carryOver(paths, whole.fence().orElseThrow(), due, writers, acl, deadline);
    }

    /** Writes the pending changes to the classic nodes. When all are there, it ends the pending write. */
    private void carryOver(
            GroupPaths paths,
            int fence,
            List<Change> changes,
            Optional<byte[]> writers,
            List<ACL> acl,
            Deadline deadline)
            throws RequestException {
        List<Op> operations =
                changes.stream().map(change -> change.operation(paths, acl)).toList();
        if (!operations.isEmpty()) {
            link.writeEach(link.limit().split(Op.check(paths.fence(), fence), operations), deadline);
        }
        List<Op> end = new ArrayList<>();
        end.add(Op.setData(paths.fence(), FORMAT, fence));
        end.add(Op.setData(paths.pending(), NO_DATA, -1));
        writers.ifPresent(text -> end.add(Op.setData(paths.writers(), text, -1)));
        link.write(end, deadline);
    }

    private void requireFits(GroupPaths paths, Plan plan, List<Op> request) {
        RequestSize limit = link.limit();
        int size = limit.of(request);
        if (size <= limit.maxBytes()) {
            return;
        }
        long partitions = (long) plan.changes().size() + plan.receipts().size();
        String message = "Cannot write " + plan.changes().size() + " partitions and "
                + plan.receipts().size() + " loss receipts to " + paths.group() + " in ZooKeeper at " + link.server()
                + " in one step: the request would have " + size + " bytes, and " + limit.maxBytes()
                + " are allowed (jute.maxbuffer); nothing was written. About " + partitions * limit.maxBytes() / size
                + " of them fit into one request" + ZooKeeperRemedies.advice(ZooKeeperRemedies.REQUEST_SIZE);
        throw partitions > 1 ? new BatchTooLargeException(message) : new OffsetStoreException(message);
    }

    private static Set<String> topicPaths(GroupPaths paths, List<Change> changes) {
        return changes.stream()
                .filter(change -> change.version().isEmpty())
                .map(change -> paths.offsets(change.partition().topic()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
