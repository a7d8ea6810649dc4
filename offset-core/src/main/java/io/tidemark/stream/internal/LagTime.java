package io.tidemark.stream.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * How old the oldest record is that a stream has not read. It is read from the log now and then, and not with each
 * batch: one record of each of the partitions that are furthest behind. Thread-safe.
 */
public final class LagTime {

    /** Bounds what one look costs. With more partitions behind, those that are furthest behind count. */
    private static final int MOST_PARTITIONS = 16;

    private final Log log;
    private final Clock clock;
    private volatile Optional<Seen> last = Optional.empty();

    /**
     * @param log the log of the stream
     * @param clock the clock that ages are measured by
     */
    public LagTime(Log log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** What a stream knows of its log. */
    public interface Log {

        /** How many records are unread, for each partition whose end is known. */
        Map<TopicPartition, Long> lagByPartition();

        /** The next offset to read of a partition. */
        long next(TopicPartition partition);

        /** The timestamps of the first records at or after these offsets, as far as they can be read. */
        Map<TopicPartition, Instant> timestamps(Map<TopicPartition, Long> offsets);
    }

    /** Reads the oldest records. It may wait for the cluster. */
    public void look() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        log.lagByPartition().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<TopicPartition, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_PARTITIONS)
                .forEach(entry -> positions.put(entry.getKey(), log.next(entry.getKey())));
        last = positions.isEmpty()
                ? Optional.empty()
                : Optional.of(new Seen(clock.instant(), positions, log.timestamps(positions)));
    }

    /**
     * The age of the oldest record that is not read, as of the last look. While the stream does not advance, it grows.
     *
     * @return zero without lag; empty if it is unknown
     */
    public Optional<Duration> age() {
        Map<TopicPartition, Long> lags = log.lagByPartition();
        if (lags.isEmpty()) {
            return Optional.empty();
        }
        if (lags.values().stream().allMatch(lag -> lag == 0)) {
            return Optional.of(Duration.ZERO);
        }
        Instant now = clock.instant();
        return last.flatMap(seen -> seen.timestamps().entrySet().stream()
                .filter(entry -> lags.getOrDefault(entry.getKey(), 0L) > 0)
                .map(entry -> Duration.between(entry.getValue(), isUnread(seen, entry.getKey()) ? now : seen.at()))
                .max(Comparator.naturalOrder())
                // the clock of a producer may be ahead
                .map(age -> age.isNegative() ? Duration.ZERO : age));
    }

    private boolean isUnread(Seen seen, TopicPartition partition) {
        Long position = seen.positions().get(partition);
        return position != null && position == log.next(partition);
    }

    /**
     * The last look.
     *
     * @param at when it began
     * @param positions where it has read
     * @param timestamps of the records there
     */
    private record Seen(Instant at, Map<TopicPartition, Long> positions, Map<TopicPartition, Instant> timestamps) {
        Seen {
            positions = Map.copyOf(positions);
            timestamps = Map.copyOf(timestamps);
        }
    }
}
