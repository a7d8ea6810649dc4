package io.tidemark.bench.costs;

import io.tidemark.metrics.ForwardingMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.RunningJob;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.spark.StreamSettings.ShutdownHook;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;

/** How long after a record is appended Redis has it counted, with the example's job as it is. */
final class LiveDelays {

    private static final int PARTITIONS = 12;
    /** On a slow machine, a job that has just started takes seconds until its first batch is in Redis. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final JavaSparkContext spark;
    private final Servers servers;
    private final PrintStream out;

    LiveDelays(JavaSparkContext spark, Servers servers, PrintStream out) {
        this.spark = spark;
        this.servers = servers;
        this.out = out;
    }

    /**
     * Prints the table.
     *
     * @param rates records a second
     * @param warmUp how long the records of each run do not count, from the first batch on
     * @param time how long they count; longer if no batch is written within it
     */
    void print(List<Integer> rates, List<Duration> intervals, Duration warmUp, Duration time)
            throws IOException, InterruptedException {
        Table table = Table.begin(
                out,
                "From a record's append until Redis has it: the example's job, exactly once, milliseconds",
                List.of("records a second", "batch interval", "p50", "p99", "longest", "records"));
        for (Duration interval : intervals) {
            for (int rate : rates) {
                Samples delays = delays(rate, interval, warmUp, time);
                table.row(
                        Table.whole(rate),
                        Table.whole(interval.toMillis()),
                        Table.number(delays.quantile(0.5)),
                        Table.number(delays.quantile(0.99)),
                        Table.number(delays.quantile(1)),
                        Table.whole(delays.count()));
            }
        }
    }

    private Samples delays(int rate, Duration interval, Duration warmUp, Duration time)
            throws IOException, InterruptedException {
        Partitions partitions = new Partitions("delay-" + rate + "-" + interval.toMillis(), PARTITIONS);
        partitions.create(servers.kafka());
        RechargeConfig config = servers.config(Map.of(
                "group", partitions.prefix(),
                "kafka.topic", partitions.partition(0).topic(),
                "job.batch-interval", interval.toMillis() + "ms"));
        int seconds = (int) LONGEST_WAIT.multipliedBy(2).plus(warmUp).plus(time).toSeconds();
        try (StoreConnection store = StoreConnection.open(config.store());
                MetricsConnection metrics = MetricsConnection.open(config.redis());
                LiveFeed feed = LiveFeed.start(servers.kafka().bootstrapServers(), partitions, rate, seconds)) {
            WatchedSink sink = new WatchedSink(metrics.sink(), feed);
            OffsetStore offsets = store.store();
            try (RunningJob job = RechargeJob.start(config, spark, offsets, sink, metrics.reader(), ShutdownHook.OFF)) {
                sink.awaitBatch();
                run(job, warmUp);
                sink.begin();
                run(job, time);
                sink.awaitBatch();
                return sink.delays();
            }
        }
    }

    private static void run(RunningJob job, Duration time) throws InterruptedException {
        if (job.awaitTermination(time)) {
            throw new IllegalStateException("Cannot measure delays: the job has ended");
        }
    }

    /** Looks at the clock when a batch is in Redis. */
    private static final class WatchedSink extends ForwardingMetricSink {

        private final LiveFeed feed;
        private Samples delays = new Samples();

        WatchedSink(MetricSink sink, LiveFeed feed) {
            super(sink);
            this.feed = feed;
        }

        /** Forgets what was measured before. */
        synchronized void begin() {
            delays = new Samples();
        }

        /** Waits until something was measured. */
        synchronized void awaitBatch() throws InterruptedException {
            long began = System.nanoTime();
            while (delays.count() == 0) {
                long left = LONGEST_WAIT.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                if (left <= 0) {
                    throw new IllegalStateException("Cannot measure delays: the job wrote no batch within %d s"
                            .formatted(LONGEST_WAIT.toSeconds()));
                }
                wait(left);
            }
        }

        synchronized Samples delays() {
            return delays.copy();
        }

        @Override
        public void write(MetricBatch batch) {
            super.write(batch);
            long now = System.nanoTime();
            synchronized (this) {
                for (PartitionRange range : batch.ranges()) {
                    for (long offset = range.from(); offset < range.until(); offset++) {
                        delays.add((now - feed.sentNanos(range.partition(), offset)) / 1e6);
                    }
                }
                notifyAll();
            }
        }
    }
}
