package io.tidemark.bench.costs;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartOffsetResolver;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.offset.verification.ClusterLogReader;
import io.tidemark.offset.verification.ClusterLogs;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures commit, load and verify of many partitions in each store, and the textbook way to write the same offsets to
 * the same server. All of them run in each round; the results are medians.
 */
final class StoreCosts {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WARM_UP = 5;
    private static final int MOST_TO_WARM_UP_WITH = 100;
    private static final long STEP = 10;

    /** A measurement that takes longer is done only once. */
    private static final double LONG_MILLIS = 1_500;

    private final Servers servers;
    private final OpenStores stores;
    private final PrintStream out;

    StoreCosts(Servers servers, OpenStores stores, PrintStream out) {
        this.servers = servers;
        this.stores = stores;
        this.out = out;
    }

    /** The costs of one store, in milliseconds. */
    private record Costs(Samples load, Samples verify, Samples commit, Samples obvious) {
        Costs() {
            this(new Samples(), new Samples(), new Samples(), new Samples());
        }
    }

    /**
     * Prints the table.
     *
     * @param sizes the numbers of partitions
     * @param rounds the number of repetitions, except for slow measurements
     */
    void print(List<Integer> sizes, int rounds) throws Exception {
        Table table = Table.begin(
                out,
                "Stores: milliseconds, medians; verify reads the bounds of the log from the cluster and verifies"
                        + " each offset",
                List.of(
                        "store",
                        "partitions",
                        "load",
                        "verify",
                        "commit",
                        "textbook",
                        "its time",
                        "multiple of the commit"));
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", (Object) servers.kafka().bootstrapServers()))) {
            ClusterLogReader cluster = new ClusterLogReader(admin, IsolationLevel.READ_COMMITTED, PATIENCE);
            for (int size : sizes) {
                Partitions partitions = new Partitions("stores-" + size, size);
                partitions.create(servers.kafka());
                measure(partitions, cluster, rounds)
                        .forEach((subject, costs) -> table.row(
                                subject.title(),
                                Table.whole(size),
                                Table.median(costs.load),
                                Table.median(costs.verify),
                                Table.median(costs.commit),
                                subject.obvious().title(),
                                Table.median(costs.obvious),
                                Table.number(costs.obvious.median() / costs.commit.median())));
            }
        }
    }

    private Map<StoreSubject, Costs> measure(Partitions partitions, ClusterLogReader cluster, int rounds)
            throws Exception {
        Map<StoreSubject, Costs> all = new LinkedHashMap<>();
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        cluster.logs(partitions.topics())
                .forEach((partition, log) -> first.put(partition, StoredOffset.of(0, log.identity())));
        List<StoreSubject> subjects = stores.subjects();
        for (StoreSubject subject : subjects) {
            GroupId group = group(partitions, subjects.indexOf(subject));
            subject.store().initialize(group, first);
            // the textbook writes to the table of older jobs for two of them, and must replace rows, not add them
            subjects.get(0).store().initialize(group, first);
            all.put(subject, new Costs());
        }
        // the topics are empty: stored offsets can only be resumed before the first commit
        for (int round = -WARM_UP; round < rounds; round++) {
            for (StoreSubject subject : subjects) {
                Costs costs = round < 0 ? new Costs() : all.getOrDefault(subject, new Costs());
                loadAndVerify(subject, group(partitions, subjects.indexOf(subject)), partitions, cluster, costs);
            }
        }
        long at = 0;
        for (int round = -WARM_UP; round < rounds; round++, at += 2 * STEP) {
            for (StoreSubject subject : subjects) {
                Costs costs = all.getOrDefault(subject, new Costs());
                boolean counts = round >= 0;
                boolean isTooLong = counts
                        ? costs.obvious.count() > 0 && costs.obvious.median() > LONG_MILLIS
                        : partitions.count() > MOST_TO_WARM_UP_WITH;
                GroupId group = group(partitions, subjects.indexOf(subject));
                Costs into = counts ? costs : new Costs();
                OffsetCommit commit = partitions.commit(group, at, at + STEP);
                OffsetCommit next = partitions.commit(group, at + STEP, at + 2 * STEP);
                into.commit.time(() -> subject.store().commit(commit));
                requireStored(subject, partitions, commit);
                if (!isTooLong) {
                    into.obvious.time(() -> subject.obvious().write(next));
                }
                follow(subject, partitions, next);
                requireStored(subject, partitions, next);
            }
        }
        return all;
    }

    /** Offsets that the textbook has not written, or has written elsewhere. */
    private static void follow(StoreSubject subject, Partitions partitions, OffsetCommit next) {
        long from = next.ranges().get(0).from();
        boolean hasStayed = subject.store().load(next.group(), partitions.topics()).values().stream()
                .allMatch(entry -> entry.offset() == from);
        if (hasStayed) {
            subject.store().commit(next);
        }
    }

    /** Checks that the measured writes have really happened. */
    private static void requireStored(StoreSubject subject, Partitions partitions, OffsetCommit commit) {
        Map<TopicPartition, StoredOffset> stored = subject.store().load(commit.group(), partitions.topics());
        for (PartitionRange range : commit.ranges()) {
            StoredOffset entry = stored.get(range.partition());
            if (entry == null || entry.offset() != range.until()) {
                throw new IllegalStateException(
                        "Cannot trust the figures of " + subject.title() + ": for " + range + " there is " + entry);
            }
        }
    }

    private static GroupId group(Partitions partitions, int number) {
        return new GroupId(partitions.prefix() + "-group-" + number);
    }

    private static void loadAndVerify(
            StoreSubject subject, GroupId group, Partitions partitions, ClusterLogReader cluster, Costs costs) {
        Map<TopicPartition, StoredOffset> stored = new HashMap<>();
        costs.load.time(() -> stored.putAll(subject.store().load(group, partitions.topics())));
        StartOffsetResolver resolver = new StartOffsetResolver(
                StartPosition.earliest(), OutOfRangePolicies.all(OutOfRangePolicy.FAIL), Clock.systemUTC());
        costs.verify.time(() -> {
            var unused = resolver.resolve(group, stored, ClusterLogs.of(cluster.logs(partitions.topics())));
        });
    }
}
