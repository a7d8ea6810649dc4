package io.tidemark.site.testing;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** Metrics of one group without a server, that count how often they are read and can be made to fail. */
public final class MetricsInMemory implements MetricReader {

    /** The group that everything is written for. */
    public static final GroupId GROUP = new GroupId("recharge");

    private static final TopicPartition PARTITION = new TopicPartition("recharge-log", 0);

    private final InMemoryMetricSink sink;
    private final AtomicLong reads = new AtomicLong();
    private long offset;
    private Optional<String> failure = Optional.empty();
    private Optional<Period> expired = Optional.empty();
    private Optional<Period> broken = Optional.empty();

    /** Metrics whose batches are written now. */
    public MetricsInMemory() {
        this(Clock.systemUTC());
    }

    /** Metrics whose batches are written at the clock's time. */
    public MetricsInMemory(Clock clock) {
        sink = new InMemoryMetricSink(clock);
        sink.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
    }

    /** Adds a batch. */
    public synchronized void write(List<Measurement> batch) {
        sink.write(new MetricBatch(GROUP, List.of(new PartitionRange(PARTITION, offset, offset + 1)), batch));
        offset++;
    }

    /** Fails every reading from now on. */
    public synchronized void fail(String message) {
        failure = Optional.of(message);
    }

    /** Fails the readings that ask about a period from now on. */
    public synchronized void failFor(Period period) {
        expired = Optional.of(period);
    }

    /** Fails the readings that ask about a period as a fault in the code would, from now on. */
    public synchronized void breakFor(Period period) {
        broken = Optional.of(period);
    }

    /** Answers again. */
    public synchronized void recover() {
        failure = Optional.empty();
    }

    /** How often it was read. */
    public long reads() {
        return reads.get();
    }

    @Override
    public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
        reads.incrementAndGet();
        synchronized (this) {
            if (failure.isPresent()) {
                throw new OffsetStoreException(failure.get());
            }
            if (isAskedFor(broken, queries)) {
                throw new IllegalStateException("a fault");
            }
            if (isAskedFor(expired, queries)) {
                throw new OffsetStoreException("Cannot read " + expired.get() + ": its minutes have expired");
            }
        }
        return sink.read(group, queries);
    }

    private static boolean isAskedFor(Optional<Period> period, Collection<? extends MetricQuery> queries) {
        return period.isPresent()
                && queries.stream().anyMatch(query -> query.toString()
                        .contains(period.get().toString()));
    }
}
