package io.tidemark.bench.costs;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** What a start and a batch take, the more partitions there are, while the same few of them have records. */
final class PartitionGrowth {

    private static final int MOST_WITH_RECORDS = 100;
    private static final int FIRST = 1;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final List<CountingStream> streams;
    private final Servers servers;
    private final PrintStream out;

    PartitionGrowth(List<CountingStream> streams, Servers servers, PrintStream out) {
        this.streams = streams;
        this.servers = servers;
        this.out = out;
    }

    /**
     * Prints the table.
     *
     * @param sizes how many partitions
     * @param batches how many batches are measured
     */
    void print(List<Integer> sizes, int batches) throws IOException, InterruptedException {
        Table table = Table.begin(
                out,
                "Partitions, of which at most %d have a record for each batch: milliseconds, medians"
                        .formatted(MOST_WITH_RECORDS),
                List.of("stream", "partitions", "first start", "batch"));
        for (int size : sizes) {
            Partitions partitions = new Partitions("many-" + size, size);
            partitions.create(servers.kafka());
            int filled = Math.min(size, MOST_WITH_RECORDS);
            GeneratedTopic.fill(
                    servers.kafka().bootstrapServers(), new Partitions(partitions.prefix(), filled), FIRST + batches);
            for (CountingStream stream : streams) {
                StreamLoad load = new StreamLoad(
                        partitions,
                        filled,
                        1,
                        batches,
                        1,
                        INTERVAL,
                        partitions.prefix() + "-" + streams.indexOf(stream));
                BatchTimes times = new BatchTimes(FIRST, FIRST + batches);
                long began = System.nanoTime();
                CountingStream.Running running = stream.start(load, Counting.atFullSpeed(), times);
                double started = (System.nanoTime() - began) / 1e6;
                try {
                    times.await();
                } finally {
                    running.close();
                }
                table.row(stream.title(), Table.whole(size), Table.number(started), Table.median(times.busy()));
            }
        }
    }
}
