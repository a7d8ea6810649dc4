package io.tidemark.site;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.recharge.report.RechargeReport.Minute;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The minutes of a view's period, moved into the past. Only whole minutes that have ended before the last batch are
 * compared: the running minute would always look like a drop.
 *
 * @param period the period of the view, bounded on both sides if there is an earlier one
 * @param earlier what it is compared with, by name; only periods with orders
 */
record Comparison(Period period, Map<String, Earlier> earlier) {

    static final String DAY_BEFORE = "dayBefore";
    static final String PREVIOUS = "previous";

    private static final Duration DAY = Duration.ofDays(1);

    Comparison {
        earlier = Map.copyOf(earlier);
    }

    /**
     * The minutes of an earlier period.
     *
     * @param shift how much earlier
     * @param minutes its minutes with orders
     */
    record Earlier(Duration shift, List<Minute> minutes) {}

    /**
     * What a choice is compared with: the day before, and the period of the same length before it. Choices without two
     * bounds, and those that are longer than a day, are not compared.
     */
    static Map<String, Duration> shifts(PeriodChoice choice, Instant now) {
        Map<String, Duration> shifts = new TreeMap<>();
        Period period = choice.at(now);
        if (Spans.isShort(period)) {
            Duration length =
                    Duration.between(period.from().orElseThrow(), period.to().orElseThrow());
            shifts.put(DAY_BEFORE, DAY);
            if (!length.equals(DAY) && !length.isZero()) {
                shifts.put(PREVIOUS, length);
            }
        }
        return shifts;
    }

    /** A period, moved into the past. */
    static Period before(Period period, Duration shift) {
        return new Period(
                period.from().map(from -> from.minus(shift)), period.to().map(to -> to.minus(shift)));
    }

    /**
     * The comparison as JSON: the sums of what is compared, and for each earlier period its sums and its orders in the
     * steps of the chart.
     *
     * @param minutes the minutes of the view
     * @param window the time axis of the chart
     * @param lastBatch when the last batch was written
     * @return empty if no minute has ended, or no earlier period has orders
     */
    Optional<ObjectNode> tree(List<Minute> minutes, Window window, Instant lastBatch) {
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        Instant from = period.from().orElseThrow();
        Instant ended = lastBatch.truncatedTo(ChronoUnit.MINUTES);
        Instant until = period.to().filter(ended::isAfter).orElse(ended);
        if (!until.isAfter(from)) {
            return Optional.empty();
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("current", sums(minutes, from, until));
        earlier.forEach((name, past) -> {
            Duration shift = past.shift();
            ObjectNode sums = sums(past.minutes(), from.minus(shift), until.minus(shift));
            List<Minute> moved = past.minutes().stream()
                    .map(minute -> new Minute(
                            minute.minute().plus(shift), minute.orders(), minute.succeeded(), minute.amountFen()))
                    .toList();
            ObjectNode trend = Trend.of(moved, window, Step.MINUTE, Spans.MOST_MINUTES, Instant.MAX)
                    .tree();
            node.set(name, sums.set("minutes", trend.get("orders")));
        });
        return Optional.of(node);
    }

    private static ObjectNode sums(List<Minute> minutes, Instant from, Instant until) {
        List<Minute> whole = minutes.stream()
                .filter(minute ->
                        !minute.minute().isBefore(from) && minute.minute().isBefore(until))
                .toList();
        return JsonNodeFactory.instance
                .objectNode()
                .put("orders", sum(whole, Minute::orders))
                .put("succeeded", sum(whole, Minute::succeeded))
                .put("amountFen", sum(whole, Minute::amountFen));
    }

    private static long sum(List<Minute> minutes, ToLongFunction<Minute> number) {
        return minutes.stream().mapToLong(number).reduce(0L, SumOverflow.SATURATE::add);
    }
}
