package io.tidemark.cli.exporter;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.Verdict;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.output.PartitionOrder;
import io.tidemark.cli.plan.StoredGroups;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.PartitionLog;
import io.tidemark.offset.verification.RecordTimestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Collects the numbers of all groups of a store. A server that fails is a number. Used by one thread at a time.
 *
 * <p>The store is read first, then the cluster, so that a job that runs meanwhile never has a negative lag.
 */
final class OffsetNumbers implements AutoCloseable {

    /** Bounds the reads of records: one for each partition that is furthest behind, of each group. */
    private static final int MOST_PARTITIONS = 64;

    private static final int MOST_FAILED_GROUPS = 3;

    private final SourceState<OpenOffsetStore> store;
    private final Optional<SourceState<Cluster>> cluster;
    private final Optional<SourceState<RecordTimestamps>> records;
    private final Set<GroupId> groups;
    private final Duration recordsBudget;
    private final Clock clock;

    /**
     * @param groups the groups; empty for all of the store
     * @param recordsBudget the most time that is spent on reading the timestamps of records
     */
    OffsetNumbers(
            SourceState<OpenOffsetStore> store,
            Optional<SourceState<Cluster>> cluster,
            Optional<SourceState<RecordTimestamps>> records,
            Set<GroupId> groups,
            Duration recordsBudget,
            Clock clock) {
        this.store = store;
        this.cluster = cluster;
        this.records = records;
        this.groups = Set.copyOf(groups);
        this.recordsBudget = recordsBudget;
        this.clock = clock;
    }

    /** What the store holds of a group. */
    private record Stored(
            boolean isReadable,
            Map<TopicPartition, StoredOffset> offsets,
            List<LossReceipt> receipts,
            Optional<Governor> governor) {

        static final Stored UNREADABLE = new Stored(false, Map.of(), List.of(), Optional.empty());

        static Stored read(OffsetStore store, GroupId group) {
            return new Stored(true, store.load(group), store.lossReceipts(group), store.governor(group));
        }
    }

    /** Reads everything again. */
    PrometheusText collect() {
        long began = System.nanoTime();
        Instant now = clock.instant();
        PrometheusText text = new PrometheusText();
        Optional<Map<GroupId, Stored>> stored = store.read(this::stored);
        up(text, "store", stored.isPresent());
        Map<GroupId, Stored> known = stored.orElse(Map.of());
        known.forEach((group, state) -> addStored(text, group, state, now));
        cluster.ifPresent(source -> {
            Optional<Map<TopicPartition, PartitionLog>> logs =
                    source.read(connected -> connected.logs().logs(topics(known)));
            up(text, "cluster", logs.isPresent());
            logs.ifPresent(found -> addLogs(text, known, found, now));
        });
        text.gauge(
                "scrape_duration_seconds",
                "How long it took to read the store and the cluster.",
                (System.nanoTime() - began) / 1e9);
        return text.gauge("scrape_timestamp_seconds", "When they were read.", seconds(now));
    }

    static void up(PrometheusText text, String component, boolean isUp) {
        text.gauge("up", "Whether the store and the cluster answer.", isUp ? 1 : 0, "component", component);
    }

    private Map<GroupId, Stored> stored(OpenOffsetStore opened) {
        Map<GroupId, Stored> stored = new TreeMap<>(Comparator.comparing(GroupId::value));
        int failures = 0;
        @Nullable OffsetStoreException last = null;
        for (GroupId group : groups.isEmpty() ? StoredGroups.of(opened) : groups) {
            try {
                stored.put(group, Stored.read(opened.store(), group));
            } catch (OffsetStoreException e) {
                // one damaged group must not hide the others, and a server that hangs must not hang once for each
                last = e;
                if (++failures > MOST_FAILED_GROUPS) {
                    throw e;
                }
                stored.put(group, Stored.UNREADABLE);
            }
        }
        if (failures == stored.size() && last != null) {
            throw last;
        }
        return stored;
    }

    private static Set<String> topics(Map<GroupId, Stored> stored) {
        Set<String> topics = new TreeSet<>();
        stored.values().forEach(state -> state.offsets().keySet().forEach(partition -> topics.add(partition.topic())));
        return topics;
    }

    private static void addStored(PrometheusText text, GroupId group, Stored state, Instant now) {
        PartitionOrder.sorted(state.offsets()).forEach((partition, entry) -> {
            String[] labels = labels(group, partition);
            text.gauge("stored_offset", "The stored offset: the next one to read.", entry.offset(), labels);
            entry.storedAt()
                    .ifPresent(time -> text.gauge(
                            "stored_timestamp_seconds", "When the offset was stored.", seconds(time), labels));
        });
        String name = group.value();
        text.gauge(
                "group_up",
                "Whether the group could be read from the store.",
                state.isReadable() ? 1 : 0,
                "group",
                name);
        if (!state.isReadable()) {
            return;
        }
        state.offsets().values().stream()
                .flatMap(entry -> entry.storedAt().stream())
                .max(Comparator.naturalOrder())
                .ifPresent(last -> text.gauge(
                        "group_last_commit_age_seconds",
                        "How long ago the group has stored an offset, by the clock of the exporter.",
                        seconds(Duration.between(last, now)),
                        "group",
                        name));
        text.gauge(
                "group_partitions",
                "How many partitions the group has stored.",
                state.offsets().size(),
                "group",
                name);
        text.gauge(
                "group_loss_receipts",
                "How many loss receipts are stored.",
                state.receipts().size(),
                "group",
                name);
        text.gauge(
                "group_lost_records",
                "The sum of the known counts of the loss receipts.",
                state.receipts().stream().mapToLong(LossReceipt::knownCount).sum(),
                "group",
                name);
        if (state.governor().orElse(null) instanceof Governor.Sink ledger) {
            text.gauge(
                    "group_follows_ledger",
                    "1 if the positions of the group are those of a sink, which this store follows.",
                    1,
                    "group",
                    name,
                    "ledger",
                    ledger.url().orElse(ledger.name()));
        }
    }

    private void addLogs(
            PrometheusText text, Map<GroupId, Stored> stored, Map<TopicPartition, PartitionLog> logs, Instant now) {
        PartitionOrder.sorted(logs).forEach((partition, log) -> {
            String[] labels = {"topic", partition.topic(), "partition", Integer.toString(partition.partition())};
            text.gauge(
                    "log_start_offset",
                    "The first offset of the log.",
                    log.bounds().start(),
                    labels);
            text.gauge(
                    "log_end_offset",
                    "The offset after the last record of the log.",
                    log.bounds().end(),
                    labels);
        });
        long deadline = System.nanoTime() + recordsBudget.toNanos();
        stored.forEach((group, state) -> {
            Set<String> topics = topics(Map.of(group, state));
            Map<TopicPartition, PartitionLog> theirs = new HashMap<>(logs);
            theirs.keySet().removeIf(partition -> !topics.contains(partition.topic()));
            addLag(text, group, Verdicts.of(state.offsets(), theirs), now, deadline);
        });
    }

    private void addLag(PrometheusText text, GroupId group, Verdicts verdicts, Instant now, long deadline) {
        Map<TopicPartition, Long> lags = new HashMap<>();
        long unresumable = 0;
        for (Map.Entry<TopicPartition, OffsetVerification> each :
                PartitionOrder.sorted(verdicts.byPartition()).entrySet()) {
            OffsetVerification verdict = each.getValue();
            Verdict.lag(verdict).ifPresent(lag -> lags.put(each.getKey(), lag));
            if (!(verdict instanceof OffsetVerification.Resumable)) {
                unresumable += verdict instanceof OffsetVerification.Absent ? 0 : 1;
                text.gauge(
                        "partition_not_resumable",
                        "1 for a partition that a job could not resume, with the reason.",
                        1,
                        with(labels(group, each.getKey()), "verdict", Verdict.name(verdict)));
            }
        }
        Map<TopicPartition, Instant> oldest = oldest(verdicts, lags, deadline);
        Map<TopicPartition, Duration> ages = new HashMap<>();
        PartitionOrder.sorted(lags).forEach((partition, lag) -> {
            String[] labels = labels(group, partition);
            text.gauge("lag_records", "How many offsets the log holds beyond the stored one.", lag, labels);
            age(partition, lag, oldest, now).ifPresent(age -> {
                ages.put(partition, age);
                text.gauge(
                        "lag_seconds",
                        "The age of the oldest record that is not committed; absent if it is unknown.",
                        seconds(age),
                        labels);
            });
        });
        String name = group.value();
        long total = lags.values().stream().mapToLong(Long::longValue).sum();
        text.gauge("group_lag_records", "The sum of the known lags of the group.", total, "group", name);
        ages.values().stream()
                .max(Comparator.naturalOrder())
                .ifPresent(age -> text.gauge(
                        "group_lag_seconds",
                        "The age of the oldest record of the group that is not committed.",
                        seconds(age),
                        "group",
                        name));
        text.gauge(
                "group_partitions_not_resumable",
                "How many stored offsets a job could not resume at.",
                unresumable,
                "group",
                name);
    }

    private static Optional<Duration> age(
            TopicPartition partition, long lag, Map<TopicPartition, Instant> oldest, Instant now) {
        if (lag == 0) {
            return Optional.of(Duration.ZERO);
        }
        return Optional.ofNullable(oldest.get(partition))
                .map(time -> Duration.between(time, now))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }

    private Map<TopicPartition, Instant> oldest(Verdicts verdicts, Map<TopicPartition, Long> lags, long deadline) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        lags.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<TopicPartition, Long>comparingByValue().reversed())
                .limit(MOST_PARTITIONS)
                .forEach(entry -> {
                    TopicPartition partition = entry.getKey();
                    long start = Verdict.bounds(verdicts.of(partition))
                            .map(bounds -> bounds.start())
                            .orElse(0L);
                    verdicts.stored(partition)
                            .ifPresent(found -> positions.put(partition, Math.max(start, found.offset())));
                });
        if (positions.isEmpty() || System.nanoTime() >= deadline) {
            return Map.of();
        }
        return records.flatMap(source -> source.read(reading -> reading.at(positions)))
                .orElse(Map.of());
    }

    private static String[] labels(GroupId group, TopicPartition partition) {
        return new String[] {
            "group", group.value(), "topic", partition.topic(), "partition", Integer.toString(partition.partition())
        };
    }

    private static String[] with(String[] labels, String name, String value) {
        String[] all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = name;
        all[labels.length + 1] = value;
        return all;
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1e3;
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toMillis()) / 1e3;
    }

    @Override
    public void close() {
        records.ifPresent(SourceState::close);
        cluster.ifPresent(SourceState::close);
        store.close();
    }
}
