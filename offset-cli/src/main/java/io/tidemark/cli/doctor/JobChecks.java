package io.tidemark.cli.doctor;

import io.tidemark.cli.cluster.Operator;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.spi.DurationText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Checks the activity of the job: the time of its last commit, and whether two drivers commit. The store is read
 * repeatedly for a short time, because each entry only shows its last writer.
 */
final class JobChecks {

    private static final String JOB = "job";
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final OffsetStore store;
    private final GroupId group;
    private final Duration quietFor;
    private final Duration watch;
    private final Clock clock;
    private final Findings findings;

    JobChecks(OffsetStore store, GroupId group, Duration quietFor, Duration watch, Clock clock, Findings findings) {
        this.store = store;
        this.group = group;
        this.quietFor = quietFor;
        this.watch = watch;
        this.clock = clock;
        this.findings = findings;
    }

    /** One write of a driver, as an entry shows it. */
    private record Write(WriterName writer, Instant at) {

        static Optional<Write> of(StoredOffset entry) {
            return entry.writer().filter(writer -> !Operator.is(writer)).flatMap(writer -> entry.storedAt()
                    .map(at -> new Write(writer, at)));
        }
    }

    /** The time from a writer's first write that was seen to its last. */
    private record Period(Instant first, Instant last) {

        Period and(Period other) {
            return new Period(
                    first.isBefore(other.first) ? first : other.first, last.isAfter(other.last) ? last : other.last);
        }

        boolean overlaps(Period other) {
            return last.isAfter(other.first) && other.last.isAfter(first);
        }
    }

    /**
     * Runs the checks.
     *
     * @param lag the offsets that are left to read; empty if that is unknown
     */
    void run(OptionalLong lag) {
        List<Write> writes = writes(store.load(group).values());
        if (writes.isEmpty()) {
            findings.skipped(JOB, "the store shows no write of a driver of group " + group);
            return;
        }
        Write newest = newest(writes);
        Duration silent = Duration.between(newest.at(), clock.instant());
        if (silent.compareTo(quietFor) > 0) {
            silent(newest, silent, lag);
            return;
        }
        List<Write> seen = new ArrayList<>(writes);
        seen.addAll(watched());
        Optional<String> second = secondDriver(seen);
        if (second.isPresent()) {
            findings.problem(
                    JOB,
                    second.get(),
                    "Stop one of the two drivers. Nothing is counted twice, because each commit of one makes the next"
                            + " commit of the other fail, but both restart again and again");
        } else {
            findings.ok(JOB, "driver " + newest.writer() + " committed " + DurationText.rounded(silent) + " ago");
        }
    }

    private void silent(Write newest, Duration silent, OptionalLong lag) {
        String last = "the last commit was " + DurationText.rounded(silent) + " ago, at " + newest.at() + " by "
                + newest.writer();
        if (lag.isPresent() && lag.getAsLong() == 0) {
            findings.ok(JOB, last + "; nothing is left to read");
            return;
        }
        findings.problem(
                JOB,
                last + (lag.isPresent() ? ", and " + lag.getAsLong() + " offsets are left to read" : ""),
                "Check whether this driver process (host:process:random) still runs. If it does, its log shows what it"
                        + " waits for; if not, start the job again: it resumes at the stored offsets");
    }

    private List<Write> watched() {
        List<Write> seen = new ArrayList<>();
        long end = System.nanoTime() + watch.toNanos();
        while (System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return seen;
            }
            seen.addAll(writes(store.load(group).values()));
        }
        return seen;
    }

    /** Two writers are two drivers if each of them wrote after the other; otherwise the job was restarted. */
    private static Optional<String> secondDriver(List<Write> seen) {
        Map<WriterName, Period> periods = new HashMap<>();
        for (Write write : seen) {
            periods.merge(write.writer(), new Period(write.at(), write.at()), Period::and);
        }
        for (Map.Entry<WriterName, Period> one : periods.entrySet()) {
            for (Map.Entry<WriterName, Period> other : periods.entrySet()) {
                if (!one.getKey().equals(other.getKey()) && one.getValue().overlaps(other.getValue())) {
                    return Optional.of("two drivers commit in turns: " + one.getKey() + " (last at "
                            + one.getValue().last() + ") and " + other.getKey() + " (last at "
                            + other.getValue().last() + ")");
                }
            }
        }
        return Optional.empty();
    }

    private static List<Write> writes(Collection<StoredOffset> entries) {
        return entries.stream().flatMap(entry -> Write.of(entry).stream()).toList();
    }

    private static Write newest(List<Write> writes) {
        return writes.stream().max(Comparator.comparing(Write::at)).orElseThrow();
    }
}
