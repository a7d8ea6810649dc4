package io.tidemark.stream.keeping;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.start.StartOffsetResolver;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.offset.verification.ClusterLogs;
import io.tidemark.offset.verification.PartitionLog;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.event.RecordsLost;
import io.tidemark.stream.event.ReplayStarted;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamStarted;
import io.tidemark.stream.internal.StreamEvents;
import io.tidemark.stream.internal.cluster.Cluster;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resolves where a stream starts, stores it, logs it, and reports it to the listeners. */
final class StreamStart {

    private static final Logger LOG = LoggerFactory.getLogger(StreamStart.class);

    /** How many topics a line of the log names. */
    private static final int SHOWN = 20;

    private final KeepingSettings settings;
    private final Cluster cluster;
    private final LeaderEpochs epochs;
    private final OffsetKeeper keeper;
    private final StreamEvents events;

    StreamStart(
            KeepingSettings settings, Cluster cluster, LeaderEpochs epochs, OffsetKeeper keeper, StreamEvents events) {
        this.settings = settings;
        this.cluster = cluster;
        this.epochs = epochs;
        this.keeper = keeper;
        this.events = events;
    }

    /**
     * Resolves the start.
     *
     * @param known the identities that an earlier run of the stream has seen
     */
    OffsetKeeper.Resumption resolve(Map<TopicPartition, TopicIdentity> known) {
        refuseLiveGroup();
        OffsetKeeper.Positions positions = keeper.load();
        Set<String> topics = new HashSet<>(LogWatch.topics(settings.topics(), cluster));
        // also topics that the pattern no longer finds: the policy decides about topics that are gone
        positions.partitions().stream().filter(this::isSelected).forEach(partition -> topics.add(partition.topic()));
        known.keySet().forEach(partition -> topics.add(partition.topic()));
        Map<TopicPartition, PartitionLog> logs = Selected.only(settings.topics(), cluster.logs(topics));
        ClusterLogs found = settings.startPosition() instanceof StartPosition.AtTimestamp at
                ? new ClusterLogs(logs, cluster.offsetsAt(at.timestamp(), logs.keySet()))
                : ClusterLogs.of(logs);
        StartOffsetResolver resolver =
                new StartOffsetResolver(settings.startPosition(), settings.outOfRange(), settings.clock());
        OffsetKeeper.Positions selected = positions.of(topics).only(settings.topics());
        OffsetKeeper.Resolution resolution = hasRun(selected, known) ? resolver::resolveAgain : resolver::resolve;
        Map<TopicPartition, LeaderEpochs.Change> newLeaders = epochs.changes(logs);
        Map<TopicPartition, Long> truncations = newLeaders.isEmpty() ? Map.of() : cluster.leaderEpochEnds(newLeaders);
        OffsetKeeper.Resumption resumption =
                keeper.resume(selected, found.withTruncations(truncations), resolution, settings.emptySink(), known);
        epochs.note(logs);
        refuseUnknownTopics(topics, resumption);
        refuseUnknownPartitions(resumption);
        tellUnread(positions, topics);
        tell(resumption);
        return resumption;
    }

    private boolean isSelected(TopicPartition partition) {
        return Selected.includes(settings.topics(), partition);
    }

    /** Whether the group has read any selected topic before. If so, partitions without a position are new ones. */
    private boolean hasRun(OffsetKeeper.Positions selected, Map<TopicPartition, TopicIdentity> known) {
        return !selected.isEmpty() || !known.isEmpty() || keeper.hasReceiptOf(this::isSelected);
    }

    private void refuseLiveGroup() {
        List<String> members = cluster.members(settings.group());
        if (!members.isEmpty()) {
            throw new OffsetStoreException("Cannot start the stream of group " + settings.group() + ": "
                    + Cluster.describeMembers(settings.group(), members));
        }
    }

    private void refuseUnknownTopics(Set<String> topics, OffsetKeeper.Resumption resumption) {
        Set<String> unknown = new TreeSet<>(topics);
        resumption.starts().partitions().keySet().forEach(partition -> unknown.remove(partition.topic()));
        if (!unknown.isEmpty() && settings.topics() instanceof TopicSelection.Named) {
            throw new OffsetStoreException("Cannot start group " + settings.group() + ": the cluster at "
                    + settings.kafka().get("bootstrap.servers") + " has no topic "
                    + unknown.stream().collect(Collectors.joining(", "))
                    + " that this client may see; create it, or correct the name");
        }
    }

    private void refuseUnknownPartitions(OffsetKeeper.Resumption resumption) {
        if (settings.topics() instanceof TopicSelection.Partitions single) {
            Set<TopicPartition> unknown = new TreeSet<>(Comparator.comparing(TopicPartition::toString));
            unknown.addAll(single.partitions());
            unknown.removeAll(resumption.starts().partitions().keySet());
            if (!unknown.isEmpty()) {
                throw new OffsetStoreException("Cannot start group " + settings.group() + ": the cluster at "
                        + settings.kafka().get("bootstrap.servers") + " has no partitions " + unknown
                        + " that this client may see; create them, or correct their topics and numbers");
            }
        }
    }

    /** Warns about stored offsets that are not read, and about a selection that matches no topic. */
    private void tellUnread(OffsetKeeper.Positions positions, Set<String> topics) {
        Set<String> unread = new TreeSet<>(positions.topics());
        unread.removeAll(topics);
        if (!unread.isEmpty()) {
            LOG.warn(
                    "Group {} has stored offsets for {} topics that this stream does not select: {}. They stay stored, and"
                            + " these topics are not read. If this stream has to read them, select them again",
                    settings.group(),
                    unread.size(),
                    unread.stream().limit(SHOWN).collect(Collectors.joining(", "))
                            + (unread.size() > SHOWN ? ", ..." : ""));
        }
        if (topics.isEmpty()) {
            LOG.warn(
                    "Group {}: the cluster at {} has no topic that matches {} and that this client may see; the stream"
                            + " waits for one",
                    settings.group(),
                    settings.kafka().get("bootstrap.servers"),
                    settings.topics());
        }
    }

    private void tell(OffsetKeeper.Resumption resumption) {
        resumption.starts().partitions().forEach((partition, start) -> {
            if (start.receipt().isPresent()) {
                LOG.warn("Group {}, {}: {}", settings.group(), partition, start);
            } else {
                LOG.info("Group {}, {}: {}", settings.group(), partition, start);
            }
        });
        events.tell(source -> new StreamStarted(source, resumption.starts()), StreamListener::started);
        resumption
                .starts()
                .receipts()
                .forEach(receipt -> events.tell(source -> new RecordsLost(source, receipt), StreamListener::lost));
        if (resumption.replayed() > 0) {
            LOG.warn(
                    "Group {}: the sink's ledger is {} offsets behind the store; they are read again",
                    settings.group(),
                    resumption.replayed());
            events.tell(source -> new ReplayStarted(source, resumption.replayed()), StreamListener::replaying);
        }
    }
}
