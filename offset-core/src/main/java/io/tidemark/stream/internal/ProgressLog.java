package io.tidemark.stream.internal;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.spi.DurationText;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.BatchReport;
import io.tidemark.stream.event.StreamEnded;
import io.tidemark.stream.event.StreamIdle;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.event.StreamStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes a line for each batch, at most one in ten seconds: with shorter batches, a line is about all batches since the
 * one before. While nothing arrives, or no batch ends, lines come at growing distances. The time is that of the events.
 * Thread-safe.
 *
 * <p>The age of the oldest unread record is read from the log for each line. That and the writing are left to an
 * executor, so that no batch waits for them.
 */
public final class ProgressLog implements StreamListener {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final Duration NOTHING_COMMITTED = Duration.ofMinutes(1);
    /** An engine with a long batch interval polls once or twice between two commits. */
    private static final int NORMAL_POLLS = 2;

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Supplier<StreamProgress> progress;
    private final Executor executor;
    private final Consumer<String> line;

    private Optional<Instant> lastLine = Optional.empty();
    private Sum sum = Sum.NOTHING;
    /** When something was last committed or found to be missing, from which a silence is counted. */
    private Optional<Instant> lastActivity = Optional.empty();

    private Silence quiet = Silence.first(BETWEEN_LINES);
    private Silence busy = Silence.first(NOTHING_COMMITTED);
    private int polls;

    /**
     * @param progress reads the age of the oldest unread record again, and returns the progress
     * @param executor calls it and writes
     * @param line where lines go
     */
    public ProgressLog(Supplier<StreamProgress> progress, Executor executor, Consumer<String> line) {
        this.progress = progress;
        this.executor = executor;
        this.line = line;
    }

    @Override
    public synchronized void started(StreamStarted event) {
        active(event.time());
        quiet = Silence.first(BETWEEN_LINES);
    }

    @Override
    public synchronized void batchCommitted(BatchCommitted event) {
        active(event.time());
        quiet = Silence.first(BETWEEN_LINES);
        sum = sum.plus(event, lastLine.orElse(event.report().time()));
        if (isDue(event.time())) {
            writeSum(event.group(), event.time());
        }
    }

    @Override
    public synchronized void idle(StreamIdle event) {
        Instant now = event.time();
        quiet = quiet.since(lastActivity.orElse(now));
        active(now);
        if (sum.batches > 0) {
            if (isDue(now)) {
                writeSum(event.group(), now);
            }
        } else if (quiet.isDue(now)) {
            String length = quiet.length(now);
            quiet = quiet.next(now);
            write(
                    now,
                    () -> "Group " + event.group() + ": no new records for " + length + "; " + state(progress.get()));
        }
    }

    /** The stream has polled the cluster, perhaps while a batch runs. */
    public synchronized void polled(GroupId group, Instant now) {
        busy = busy.since(lastActivity.orElse(now));
        polls++;
        if (polls > NORMAL_POLLS && busy.isDue(now)) {
            String length = busy.length(now);
            busy = busy.next(now);
            write(
                    now,
                    () -> "Group " + group + ": no batch was committed for " + length
                            + "; a batch takes long, or a server does not answer; " + state(progress.get()));
        }
    }

    @Override
    public synchronized void ended(StreamEnded event) {
        if (sum.batches > 0) {
            line.accept(sum.text(event.group(), event.time()));
            sum = Sum.NOTHING;
        }
        StreamProgress last = event.progress();
        line.accept("Group " + event.group() + ": the stream has ended"
                + (event.failure().isPresent() ? " with a failure" : "") + " after " + number(last.records())
                + " records in " + number(last.batches()) + " batches; " + state(last));
    }

    private void active(Instant now) {
        lastActivity = Optional.of(now);
        busy = Silence.first(NOTHING_COMMITTED);
        polls = 0;
    }

    private void writeSum(GroupId group, Instant now) {
        Sum written = sum;
        sum = Sum.NOTHING;
        write(now, () -> written.text(group, now) + "; " + state(progress.get()));
    }

    private void write(Instant now, Supplier<String> text) {
        lastLine = Optional.of(now);
        executor.execute(() -> line.accept(text.get()));
    }

    private boolean isDue(Instant now) {
        return lastLine.isEmpty() || passed(lastLine.get(), now, BETWEEN_LINES);
    }

    /** A clock that was set back must not silence a stream until it has caught up. */
    private static boolean passed(Instant since, Instant now, Duration distance) {
        return Duration.between(since, now).abs().compareTo(distance) >= 0;
    }

    private static String state(StreamProgress progress) {
        long lag = progress.lag();
        long behind = progress.lagByPartition().values().stream()
                .filter(each -> each > 0)
                .count();
        String lagging = "lag " + number(lag) + " records";
        if (progress.lagByPartition().isEmpty()) {
            lagging = "lag unknown";
        } else if (lag > 0) {
            lagging += " in " + number(behind) + " of "
                    + number(progress.lagByPartition().size()) + " partitions, the oldest "
                    + progress.lagTime()
                            .map(age -> DurationText.rounded(age) + " old")
                            .orElse("of unknown age");
        }
        return lagging + ", last commit "
                + progress.lastCommit().map(Instant::toString).orElse("none");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String millis(Duration duration) {
        return number(duration.toMillis()) + " ms";
    }

    /**
     * A time in which something does not happen, with lines at growing distances.
     *
     * @param begin when it began; empty before that
     * @param line when the last line was written, or it began
     * @param distance how long after that the next line is due
     */
    private record Silence(Optional<Instant> begin, Instant line, Duration distance) {

        static Silence first(Duration distance) {
            return new Silence(Optional.empty(), Instant.EPOCH, distance);
        }

        /** Begins, unless it has begun. */
        Silence since(Instant time) {
            return begin.isPresent() ? this : new Silence(Optional.of(time), time, distance);
        }

        boolean isDue(Instant now) {
            return passed(line, now, distance);
        }

        Silence next(Instant now) {
            Duration twice = distance.multipliedBy(2);
            return new Silence(begin, now, twice.compareTo(LONGEST) > 0 ? LONGEST : twice);
        }

        String length(Instant now) {
            return DurationText.rounded(Duration.between(begin.orElse(now), now));
        }
    }

    /** What was committed since the last line. */
    private record Sum(
            Instant since, long batches, long records, Duration processing, Duration writing, Duration committing) {

        static final Sum NOTHING = new Sum(Instant.EPOCH, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        Sum plus(BatchCommitted event, Instant lineBefore) {
            BatchReport report = event.report();
            return new Sum(
                    batches == 0 ? lineBefore : since,
                    batches + 1,
                    records + report.count(),
                    processing.plus(report.processing()),
                    writing.plus(report.writing()),
                    committing.plus(report.committing()));
        }

        String text(GroupId group, Instant now) {
            String within = batches == 1
                    ? "1 batch"
                    : number(batches) + " batches within " + DurationText.rounded(Duration.between(since, now));
            return "Group " + group + ": " + number(records) + " records in " + within + ", processing "
                    + millis(processing) + ", writing " + millis(writing) + ", committing " + millis(committing);
        }
    }
}
