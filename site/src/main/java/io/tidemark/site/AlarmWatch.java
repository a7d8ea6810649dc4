package io.tidemark.site;

import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.recharge.report.RechargeReport.Minute;
import io.tidemark.recharge.report.ReportQuery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the success rate of the last full minutes with the threshold; if there is a webhook, also while no page is
 * open. While the metrics cannot be read, or there are too few orders, an alarm stays as it is: a silent job has not
 * recovered. Thread-safe.
 */
final class AlarmWatch implements AutoCloseable {

    /** The rate changes once a minute, so it need not be read with each tick. */
    private static final int TICKS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(AlarmWatch.class);

    private final SiteSettings settings;
    private final AlarmRule rule;
    private final Readings readings;
    private final AlarmSender sender;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Threads.named("site-alarm"));
    private volatile Optional<Alarm> alarm = Optional.empty();

    AlarmWatch(SiteSettings settings, Readings readings) {
        this.settings = settings;
        this.rule = settings.alarm();
        this.readings = readings;
        this.sender = new AlarmSender(settings.group(), rule.webhook());
    }

    /** @param watchers the number of open pages: without any, and without a webhook, nothing is read */
    void start(IntSupplier watchers) {
        long millis = settings.tick().toMillis() * TICKS;
        var unused = clock.scheduleWithFixedDelay(() -> check(watchers), 0, millis, TimeUnit.MILLISECONDS);
    }

    /** The alarm, if there is one. */
    Optional<Alarm> alarm() {
        return alarm;
    }

    private void check(IntSupplier watchers) {
        if (rule.webhook().isEmpty() && watchers.getAsInt() == 0) {
            return;
        }
        // a scheduler drops a task that throws
        try {
            readings.read(this::evaluate);
            sender.send(alarm, settings.clock().instant());
        } catch (RuntimeException e) {
            LOG.debug("Cannot check the success rate of group '{}'; trying again", settings.group(), e);
        }
    }

    private Optional<Alarm> evaluate() {
        Instant now = settings.clock().instant();
        // the minute of the last batch is not known before the metrics are read
        Period read = Period.between(
                now.truncatedTo(ChronoUnit.MINUTES).minus(rule.window().multipliedBy(2)),
                now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
        MetricSnapshot answers =
                settings.metrics().read(settings.group(), ReportQuery.stepQueries(Optional.empty(), read, Step.MINUTE));
        Instant to = answers.writtenAt().orElse(now).truncatedTo(ChronoUnit.MINUTES);
        Instant from = to.minus(rule.window());
        List<Minute> minutes = new ReportQuery(settings.group(), settings.regions(), read)
                .steps(answers, Optional.empty(), read, Step.MINUTE).stream()
                        .filter(minute -> !minute.minute().isBefore(from)
                                && minute.minute().isBefore(to))
                        .toList();
        long orders = sum(minutes, Minute::orders);
        if (orders >= rule.leastOrders()) {
            set((double) sum(minutes, Minute::succeeded) / orders, orders);
        }
        return alarm;
    }

    private void set(double successRate, long orders) {
        double below = settings.display().alarmBelow();
        boolean raised = successRate < below;
        if (raised != alarm.isPresent()) {
            LOG.warn(
                    "{}: {} of {} orders of group '{}' have succeeded in {}; the threshold is {}",
                    raised ? "Alarm" : "The alarm has ended",
                    Math.round(successRate * orders),
                    orders,
                    settings.group(),
                    rule.window(),
                    below);
        }
        alarm = raised
                ? Optional.of(new Alarm(successRate, orders, rule.window().toMinutes(), below))
                : Optional.empty();
    }

    private static long sum(List<Minute> minutes, ToLongFunction<Minute> number) {
        return minutes.stream().mapToLong(number).sum();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
