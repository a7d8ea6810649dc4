package io.tidemark.bench.costs;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Measures the duration of a batch in streams with different guarantees, on the same topic. All streams run in each
 * round. If possible, the interval is longer than the batch, so that a live batch is measured: forming it, polling the
 * cluster, its tasks, the sink and the store.
 */
final class BatchCosts {

    /** The first batches of a run connect. */
    private static final int FIRST = 2;

    private final List<CountingStream> streams;
    private final Servers servers;
    private final PrintStream out;
    private int groups;

    /**
     * Some rows of the table.
     *
     * @param load the load of each stream
     * @param logged the time span in which the records of each batch were logged
     */
    record Part(StreamLoad load, LoggedWithin logged) {}

    /** @param streams the streams; the first one is the baseline, the last one takes longest */
    BatchCosts(List<CountingStream> streams, Servers servers, PrintStream out) {
        this.streams = streams;
        this.servers = servers;
        this.out = out;
    }

    /**
     * Prints the table.
     *
     * @param parts the first batches of each run are ignored
     */
    void print(List<Part> parts) throws IOException, InterruptedException {
        Table table = Table.begin(
                out,
                "A batch: milliseconds from its time until it is committed, medians",
                List.of(
                        "stream",
                        "logged within",
                        "partitions",
                        "records",
                        "interval",
                        "batch",
                        "more than unmanaged",
                        "in per cent",
                        "of it sink",
                        "of it store"));
        for (Part part : parts) {
            StreamLoad load = part.load();
            Partitions partitions = load.partitions();
            partitions.create(servers.kafka());
            fill(part);
            // warms up all streams
            for (CountingStream stream : streams) {
                var unused = run(stream, load.ofBatches(1));
            }
            Map<CountingStream, List<BatchTimes>> times = new LinkedHashMap<>();
            for (int round = 0; round < load.rounds(); round++) {
                for (int place = 0; place < streams.size(); place++) {
                    // the order changes, so that no stream always runs after the same one
                    CountingStream stream = streams.get((place + round) % streams.size());
                    times.computeIfAbsent(stream, any -> new ArrayList<>()).add(run(stream, load));
                }
            }
            print(table, part, times);
        }
    }

    private void fill(Part part) throws IOException {
        StreamLoad load = part.load();
        String bootstrap = servers.kafka().bootstrapServers();
        long records = load.recordsOfPartition() * (FIRST + load.batches());
        switch (part.logged()) {
            case AN_INTERVAL ->
                GeneratedTopic.fillLive(
                        bootstrap, load.partitions(), records, load.interval().dividedBy(load.recordsOfBatch()));
            case A_DAY -> GeneratedTopic.fill(bootstrap, load.partitions(), records);
        }
    }

    private void print(Table table, Part part, Map<CountingStream, List<BatchTimes>> times) {
        StreamLoad load = part.load();
        double unmanaged = busy(times.getOrDefault(streams.get(0), List.of()));
        for (CountingStream stream : streams) {
            List<BatchTimes> own = times.getOrDefault(stream, List.of());
            double busy = busy(own);
            table.row(
                    stream.title(),
                    part.logged().title(),
                    Table.whole(load.partitions().count()),
                    Table.whole(load.recordsOfBatch()),
                    Table.whole(load.interval().toMillis()),
                    Table.number(busy),
                    stream.equals(streams.get(0)) ? "" : Table.number(busy - unmanaged),
                    stream.equals(streams.get(0)) ? "" : Table.percent(busy / unmanaged - 1),
                    Table.number(all(own, BatchTimes::writing).median()),
                    Table.number(all(own, BatchTimes::committing).median()));
        }
    }

    private static double busy(List<BatchTimes> runs) {
        return all(runs, BatchTimes::busy).median();
    }

    private static Samples all(List<BatchTimes> runs, Function<BatchTimes, Samples> of) {
        Samples all = new Samples();
        runs.forEach(run -> all.addAll(of.apply(run)));
        return all;
    }

    private BatchTimes run(CountingStream stream, StreamLoad load) throws InterruptedException {
        BatchTimes times = new BatchTimes(FIRST, FIRST + load.batches());
        CountingStream.Running running =
                stream.start(load.of(load.partitions().prefix() + "-" + groups++), Counting.atFullSpeed(), times);
        try {
            times.await();
        } finally {
            running.close();
        }
        return times;
    }
}
