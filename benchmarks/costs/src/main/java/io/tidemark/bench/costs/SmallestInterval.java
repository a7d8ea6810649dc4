package io.tidemark.bench.costs;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shortest batch interval at which a stream still keeps up with a live log: the first of some, from the shortest
 * on, at which at the end of a run no more than a few batches wait.
 */
final class SmallestInterval {

    private static final List<Integer> MILLIS = List.of(5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1_000);
    private static final int LAST = 15;
    private static final int MOST_WAITING = 3;
    private static final int START_SECONDS = 20;

    private final List<CountingStream> streams;
    private final Servers servers;
    private final PrintStream out;

    SmallestInterval(List<CountingStream> streams, Servers servers, PrintStream out) {
        this.streams = streams;
        this.servers = servers;
        this.out = out;
    }

    /**
     * Prints the table.
     *
     * @param rate records a second
     * @param time how long each interval is tried
     * @return what was found for each stream that keeps up with any
     */
    Map<CountingStream, Duration> print(int partitions, int rate, Duration time) throws InterruptedException {
        Table table = Table.begin(
                out,
                "The smallest batch interval that keeps up with %,d records a second in %d partitions"
                        .formatted(rate, partitions),
                List.of("stream", "interval, ms", "batch, ms", "does not keep up at, ms"));
        Map<CountingStream, Duration> found = new LinkedHashMap<>();
        for (CountingStream stream : streams) {
            List<String> tooShort = new ArrayList<>();
            for (int millis : MILLIS) {
                Duration interval = Duration.ofMillis(millis);
                BatchTimes times = run(stream, partitions, rate, interval, time);
                if (keepsUp(times, interval)) {
                    table.row(
                            stream.title(),
                            Table.whole(millis),
                            Table.median(times.busy()),
                            String.join(", ", tooShort));
                    found.put(stream, interval);
                    break;
                }
                tooShort.add(Table.whole(millis));
            }
            if (!found.containsKey(stream)) {
                table.row(stream.title(), "none", "", String.join(", ", tooShort));
            }
        }
        return found;
    }

    private static boolean keepsUp(BatchTimes times, Duration interval) {
        Samples delays = times.delays();
        return delays.count() >= LAST && delays.last(LAST).median() <= MOST_WAITING * interval.toMillis();
    }

    private BatchTimes run(CountingStream stream, int partitions, int rate, Duration interval, Duration time)
            throws InterruptedException {
        Partitions fed =
                new Partitions("live-" + streams.indexOf(stream) + "-" + interval.toMillis() + "-" + rate, partitions);
        fed.create(servers.kafka());
        // as much as comes: no batch is to be cut short
        StreamLoad load = new StreamLoad(fed, rate, 0, 1, interval, fed.prefix());
        BatchTimes times = new BatchTimes(0, Integer.MAX_VALUE);
        int seconds = START_SECONDS + (int) time.toSeconds();
        LiveFeed feed = LiveFeed.start(servers.kafka().bootstrapServers(), fed, rate, seconds);
        CountingStream.Running running = stream.start(load, Counting.atFullSpeed(), times);
        try {
            times.awaitFor(time);
        } finally {
            running.close();
            feed.close();
        }
        return times;
    }
}
