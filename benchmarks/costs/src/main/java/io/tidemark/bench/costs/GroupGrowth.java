package io.tidemark.bench.costs;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Measures how the commit and load of one group depend on the number of groups in a store. */
final class GroupGrowth {

    private static final int WARM_UP = 5;
    private static final int ROUNDS = 15;
    private static final int PARTITIONS = 12;
    private static final String MEASURED = "group-0";

    private final List<StoreSubject> stores;
    private final Servers servers;
    private final PrintStream out;

    GroupGrowth(List<StoreSubject> stores, Servers servers, PrintStream out) {
        this.stores = stores;
        this.servers = servers;
        this.out = out;
    }

    /**
     * Prints the table.
     *
     * @param sizes the numbers of groups, in ascending order
     */
    void print(List<Integer> sizes) {
        Table table = Table.begin(
                out,
                "Groups of %d partitions each in one store: milliseconds for one of them, medians"
                        .formatted(PARTITIONS),
                List.of("store", "groups", "load", "commit"));
        Partitions partitions = new Partitions("groups", PARTITIONS);
        partitions.create(servers.kafka());
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        partitions.all().forEach(partition -> first.put(partition, StoredOffset.of(0)));
        int there = 0;
        long at = 0;
        for (int size : sizes) {
            for (; there < size; there++) {
                for (StoreSubject store : stores) {
                    store.store().initialize(new GroupId("group-" + there), first);
                }
            }
            Map<StoreSubject, Samples> loads = new HashMap<>();
            Map<StoreSubject, Samples> commits = new HashMap<>();
            for (int round = -WARM_UP; round < ROUNDS; round++, at++) {
                for (StoreSubject store : stores) {
                    boolean counts = round >= 0;
                    measure(
                            store,
                            partitions,
                            at,
                            counts ? samples(loads, store) : new Samples(),
                            counts ? samples(commits, store) : new Samples());
                }
            }
            for (StoreSubject store : stores) {
                table.row(
                        store.title(),
                        Table.whole(size),
                        Table.median(samples(loads, store)),
                        Table.median(samples(commits, store)));
            }
        }
    }

    private static void measure(StoreSubject store, Partitions partitions, long at, Samples load, Samples commit) {
        GroupId group = new GroupId(MEASURED);
        load.time(() -> store.store().load(group, partitions.topics()));
        commit.time(() -> store.store().commit(partitions.commit(group, at, at + 1)));
    }

    private static Samples samples(Map<StoreSubject, Samples> of, StoreSubject store) {
        return of.computeIfAbsent(store, any -> new Samples());
    }
}
