package io.tidemark.bench.costs;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Measures the time of a batch in streams with more and fewer guarantees, on the same topic, in turn, all of them in
 * each round. The interval leaves each batch a rest where it can, so that what is measured is what a live batch takes:
 * forming it, the look at the cluster, its tasks, sink and store.
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
     * @param course what each of the streams does
     * @param logged over how long the records of each of its batches were logged
     */
    record Part(Course course, LoggedWithin logged) {}

    /** @param streams the first one is what the others are held against, the last one what takes longest */
    BatchCosts(List<CountingStream> streams, Servers servers, PrintStream out) {
        this.streams = streams;
        this.servers = servers;
        this.out = out;
    }

    /**
     * Prints the table.
     *
     * @param parts the first batches of each run do not count
     */
    void print(List<Part> parts) throws IOException, InterruptedException {
        Table table = Table.begin(
                out,
                "A batch: milliseconds from its time until all is done, medians",
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
            Course course = part.course();
            Partitions partitions = course.partitions();
            partitions.create(servers.kafka());
            fill(part);
            // warms all of them up
            for (CountingStream stream : streams) {
                var unused = run(stream, course.ofBatches(1));
            }
            Map<CountingStream, List<BatchTimes>> times = new LinkedHashMap<>();
            for (int round = 0; round < course.rounds(); round++) {
                for (int place = 0; place < streams.size(); place++) {
                    // nobody runs behind the same one each time
                    CountingStream stream = streams.get((place + round) % streams.size());
                    times.computeIfAbsent(stream, any -> new ArrayList<>()).add(run(stream, course));
                }
            }
            print(table, part, times);
        }
    }

    private void fill(Part part) throws IOException {
        Course course = part.course();
        String bootstrap = servers.kafka().bootstrapServers();
        long records = course.recordsOfPartition() * (FIRST + course.batches());
        switch (part.logged()) {
            case AN_INTERVAL ->
                GeneratedTopic.fillLive(
                        bootstrap,
                        course.partitions(),
                        records,
                        course.interval().dividedBy(course.recordsOfBatch()));
            case A_DAY -> GeneratedTopic.fill(bootstrap, course.partitions(), records);
        }
    }

    private void print(Table table, Part part, Map<CountingStream, List<BatchTimes>> times) {
        Course course = part.course();
        double unmanaged = busy(times.getOrDefault(streams.get(0), List.of()));
        for (CountingStream stream : streams) {
            List<BatchTimes> own = times.getOrDefault(stream, List.of());
            double busy = busy(own);
            table.row(
                    stream.title(),
                    part.logged().title(),
                    Table.whole(course.partitions().count()),
                    Table.whole(course.recordsOfBatch()),
                    Table.whole(course.interval().toMillis()),
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

    private BatchTimes run(CountingStream stream, Course course) throws InterruptedException {
        BatchTimes times = new BatchTimes(FIRST, FIRST + course.batches());
        CountingStream.Running running =
                stream.start(course.of(course.partitions().prefix() + "-" + groups++), Counting.atFullSpeed(), times);
        try {
            times.await();
        } finally {
            running.close();
        }
        return times;
    }
}
