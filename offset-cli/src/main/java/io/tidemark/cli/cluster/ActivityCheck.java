package io.tidemark.cli.cluster;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * Checks for signs that a driver of a group is alive. It cannot prove that there is no driver, because a driver without
 * new records writes nothing. The check is an additional safeguard before a command moves offsets. The offsets stay
 * correct because a move has the condition that nothing has changed, and because a driver that was not detected is
 * refused at its next commit.
 */
public final class ActivityCheck {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final OffsetStore store;
    private final GroupId group;
    private final Set<String> topics;
    private final Clock clock;

    public ActivityCheck(OffsetStore store, GroupId group, Set<String> topics, Clock clock) {
        this.store = store;
        this.group = group;
        this.topics = Set.copyOf(topics);
        this.clock = clock;
    }

    /**
     * The findings.
     *
     * @param signs signs of activity, as text; empty if there are none
     * @param timesAreUnknown whether there are entries whose time the store does not know
     */
    public record Findings(List<String> signs, boolean timesAreUnknown) {

        public Findings {
            signs = List.copyOf(signs);
        }
    }

    /** Checks what is stored, and the group's members and transactions if a cluster is known. */
    public Findings look(Duration quietFor, Optional<Cluster> cluster, Optional<String> transactionalId) {
        List<String> signs = new ArrayList<>();
        Map<TopicPartition, StoredOffset> entries = store.load(group, topics);
        newestOfADriver(entries).ifPresent(entry -> {
            Instant at = entry.storedAt().orElse(Instant.EPOCH);
            if (at.isAfter(clock.instant().minus(quietFor))) {
                signs.add("offsets were stored at " + at
                        + entry.writer().map(writer -> " by " + writer).orElse("") + ", less than "
                        + quietFor.toSeconds() + " s ago");
            }
        });
        if (cluster.isPresent()) {
            List<String> members = cluster.get().logs().members(group);
            if (!members.isEmpty()) {
                signs.add("the consumer group has members: " + String.join(", ", members));
            }
            transactionalId.flatMap(cluster.get()::openTransaction).ifPresent(signs::add);
        }
        return new Findings(signs, entries.values().stream().anyMatch(entry -> entry.storedAt()
                .isEmpty()));
    }

    private static Optional<StoredOffset> newestOfADriver(Map<TopicPartition, StoredOffset> entries) {
        return entries.values().stream()
                .filter(entry -> entry.storedAt().isPresent())
                .filter(entry ->
                        entry.writer().isEmpty() || !Operator.is(entry.writer().get()))
                .max((one, other) -> one.storedAt()
                        .orElse(Instant.EPOCH)
                        .compareTo(other.storedAt().orElse(Instant.EPOCH)));
    }

    /** Watches a store that keeps no times for a while. */
    public Optional<String> watch(Duration length) {
        Map<TopicPartition, StoredOffset> before = store.load(group, topics);
        Instant until = clock.instant().plus(length);
        while (clock.instant().isBefore(until)) {
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("the check of the store was interrupted");
            }
            Map<TopicPartition, StoredOffset> now = store.load(group, topics);
            if (!now.equals(before)) {
                return Optional.of("offsets moved in the store while it was watched");
            }
        }
        return Optional.empty();
    }
}
