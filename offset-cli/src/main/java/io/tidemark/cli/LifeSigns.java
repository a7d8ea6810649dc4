package io.tidemark.cli;

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
 * Looks for signs that a driver of a group is alive. None is a proof that there is no driver: one that has nothing to
 * read writes nothing. It is a second look before a command moves offsets; what keeps them right is that a move is made
 * on condition that nothing has changed, and that a driver which was overlooked is refused at its next commit.
 */
final class LifeSigns {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final OffsetStore store;
    private final GroupId group;
    private final Set<String> topics;
    private final Clock clock;

    LifeSigns(OffsetStore store, GroupId group, Set<String> topics, Clock clock) {
        this.store = store;
        this.group = group;
        this.topics = Set.copyOf(topics);
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param signs signs of life, for people; empty if there are none
     * @param timesAreUnknown whether there are entries of which the store does not tell when they were written
     */
    record Findings(List<String> signs, boolean timesAreUnknown) {

        Findings {
            signs = List.copyOf(signs);
        }
    }

    /** Looks at what is stored, and at the group's members and transactions where a cluster is known. */
    Findings look(Duration quietFor, Optional<Cluster> cluster, Optional<String> transactionalId) {
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

    /** Watches the store for a while, where it keeps no times. */
    Optional<String> watch(Duration length) {
        Map<TopicPartition, StoredOffset> before = store.load(group, topics);
        Instant until = clock.instant().plus(length);
        while (clock.instant().isBefore(until)) {
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("the look at the store was interrupted");
            }
            Map<TopicPartition, StoredOffset> now = store.load(group, topics);
            if (!now.equals(before)) {
                return Optional.of("offsets moved in the store while it was watched");
            }
        }
        return Optional.empty();
    }
}
