package io.tidemark.metrics.redis;

import io.tidemark.metrics.SumOverflow;
import io.tidemark.metrics.redis.internal.layout.Retention;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.spi.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a sink, and the retention of its values by minute, hour and day. Timeouts are those of the client.
 *
 * <p>Retention is measured from the time that a value belongs to, not from the time of the write. A late value whose
 * minute has already expired is still counted in its hour and day, if these are still kept, and in the whole
 * history. The whole history and the ledger never expire.
 *
 * @param keyPrefix what all keys begin with; not empty, without braces (they mark what Redis Cluster hashes)
 * @param minutesKept how long values by the minute are kept after the end of their hour; empty for ever
 * @param hoursKept how long values by the hour are kept after the end of their day (UTC); empty for ever
 * @param daysKept how long values by the day (UTC) are kept; empty for ever
 * @param replicaWait whether a write waits for replicas
 * @param overflow how sums are handled that exceed a {@code long}
 * @param server the server's name in messages, as in {@code cache-1:6379} or {@code rediss://cache-1:6379/2}; empty for
 *     the addresses of the client
 * @param writer the name that is stored with each entry of the ledger, so that a conflict names both writers
 * @param maxWriteSize the most hashes, fields and ledger entries that one write changes, where eight buckets of a
 *     histogram count as a field. A batch that changes more is refused with a
 *     {@link io.tidemark.offset.BatchTooLargeException}, and a managed stream splits it. Redis serves no other client
 *     while it runs a write: two to five microseconds of processor time for each
 * @param expectedDays the most days that a group is expected to have values of. The sink logs a warning if there are
 *     more: a producer that writes wrong times fills Redis, and only retention limits it
 * @since 0.1
 */
public record RedisMetricSinkSettings(
        String keyPrefix,
        Optional<Duration> minutesKept,
        Optional<Duration> hoursKept,
        Optional<Duration> daysKept,
        Optional<ReplicaWait> replicaWait,
        SumOverflow overflow,
        Optional<String> server,
        WriterName writer,
        int maxWriteSize,
        int expectedDays) {

    /** Redis needs up to 0.9 s of processor time for a write of this size, and readers wait for it. */
    private static final int DEFAULT_WRITE_SIZE = 200_000;

    static final String DEFAULT_KEY_PREFIX = "tidemark";

    private static final int LARGEST_WRITE_SIZE = 10_000_000;

    /** Four years. */
    private static final int DEFAULT_EXPECTED_DAYS = 1_500;

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** @throws IllegalArgumentException if a value is not valid; the message names all of them */
    public RedisMetricSinkSettings {
        List<String> problems = new ArrayList<>();
        if (keyPrefix.isEmpty() || keyPrefix.contains("{") || keyPrefix.contains("}")) {
            problems.add("keyPrefix '" + keyPrefix + "' is empty or holds a brace");
        }
        requireLength("minutesKept", minutesKept, problems);
        requireLength("hoursKept", hoursKept, problems);
        requireLength("daysKept", daysKept, problems);
        if (maxWriteSize < 1 || maxWriteSize > LARGEST_WRITE_SIZE) {
            problems.add("maxWriteSize " + maxWriteSize + " is not from 1 to " + LARGEST_WRITE_SIZE);
        }
        if (expectedDays < 1) {
            problems.add("expectedDays " + expectedDays + " is not positive");
        }
        requireNotLonger("minutesKept", minutesKept, "hoursKept", hoursKept, problems);
        requireNotLonger("hoursKept", hoursKept, "daysKept", daysKept, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot set up a Redis sink: " + Problems.text(problems));
        }
    }

    /** Keys begin with {@code tidemark}; minutes are kept for 31 days, hours for 400 days, days forever. */
    public static RedisMetricSinkSettings defaults() {
        return builder().build();
    }

    /** A builder that starts from the {@linkplain #defaults() defaults}. */
    public static Builder builder() {
        return new Builder();
    }

    private static void requireLength(String name, Optional<Duration> kept, List<String> problems) {
        kept.filter(duration -> duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0)
                .ifPresent(duration -> problems.add(name + " " + duration + " is not from " + SHORTEST.toMinutes()
                        + " minute to " + LONGEST.toDays() + " days (longer is for ever)"));
    }

    private static void requireNotLonger(
            String finer,
            Optional<Duration> finerKept,
            String coarser,
            Optional<Duration> coarserKept,
            List<String> problems) {
        if (coarserKept.isPresent()
                && finerKept.map(kept -> kept.compareTo(coarserKept.get()) > 0).orElse(true)) {
            problems.add(finer + " " + finerKept.map(Duration::toString).orElse("for ever") + " is longer than "
                    + coarser + " " + coarserKept.get());
        }
    }

    /** Builds settings; not safe for use by several threads. */
    public static final class Builder {

        private String keyPrefix = DEFAULT_KEY_PREFIX;
        private Optional<Duration> minutesKept = Optional.of(Duration.ofDays(31));
        private Optional<Duration> hoursKept = Optional.of(Duration.ofDays(400));
        private Optional<Duration> daysKept = Optional.empty();
        private Optional<ReplicaWait> replicaWait = Optional.empty();
        private int maxWriteSize = DEFAULT_WRITE_SIZE;
        private int expectedDays = DEFAULT_EXPECTED_DAYS;
        private SumOverflow overflow = SumOverflow.FAIL;
        private Optional<String> server = Optional.empty();
        private WriterName writer = WriterName.ofThisProcess();

        private Builder() {}

        /** The prefix of all keys. */
        public Builder keyPrefix(String prefix) {
            keyPrefix = prefix;
            return this;
        }

        /** The retention of values by minute, from the end of their hour. */
        public Builder keepMinutes(Duration kept) {
            minutesKept = Optional.of(kept);
            return this;
        }

        /** The retention of values by hour, from the end of their day. */
        public Builder keepHours(Duration kept) {
            hoursKept = Optional.of(kept);
            return this;
        }

        /** The retention of values by day. */
        public Builder keepDays(Duration kept) {
            daysKept = Optional.of(kept);
            return this;
        }

        /**
         * Keeps all values forever: for logs of any age, if there is memory for it (a year of minutes takes about 200
         * MB for each metric with twenty combinations of tags).
         */
        public Builder keepForever() {
            minutesKept = Optional.empty();
            hoursKept = Optional.empty();
            daysKept = Optional.empty();
            return this;
        }

        /** Makes each write wait until replicas have received it, or the time is over; see {@link ReplicaWait}. */
        public Builder waitForReplicas(int replicas, Duration timeout) {
            replicaWait = Optional.of(new ReplicaWait(replicas, timeout));
            return this;
        }

        /** The maximum number of hashes, fields and ledger entries that one write changes; default 200,000. */
        public Builder maxWriteSize(int size) {
            maxWriteSize = size;
            return this;
        }

        /**
         * The expected maximum number of days with values in a group; the sink warns if there are more. Default 1,500.
         */
        public Builder expectedDays(int days) {
            expectedDays = days;
            return this;
        }

        /** The handling of sums that exceed a {@code long}; the default is {@link SumOverflow#FAIL}. */
        public Builder overflow(SumOverflow handling) {
            overflow = handling;
            return this;
        }

        /**
         * The server's name in messages, without a secret. A URL ({@code rediss://cache-1:6379/2}) also tells operators
         * how to open the ledger; without one, they see {@code redis://} and the addresses of the client.
         */
        public Builder server(String name) {
            server = Optional.of(name);
            return this;
        }

        /** The name that is stored with each entry of the ledger. The default is this process. */
        public Builder writer(WriterName name) {
            writer = name;
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException if a value is not valid; the message names all of them
         */
        public RedisMetricSinkSettings build() {
            return new RedisMetricSinkSettings(
                    keyPrefix,
                    minutesKept,
                    hoursKept,
                    daysKept,
                    replicaWait,
                    overflow,
                    server,
                    writer,
                    maxWriteSize,
                    expectedDays);
        }
    }

    Retention retention() {
        return new Retention(minutesKept, hoursKept, daysKept);
    }
}
