package io.tidemark.site;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.recharge.report.RechargeReport.Minute;
import io.tidemark.recharge.report.ReportJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Orders step by step. A step without orders is zero up to the last batch; after it the value is unknown, and null. */
final class Trend {

    private static final String ORDERS = "orders";

    private final Step step;
    private final Instant start;
    private final int steps;
    private final Map<String, long[]> numbers = new LinkedHashMap<>();
    private boolean clipped;

    /** The number of steps that had begun at the last batch. */
    private int known;

    private Trend(Step step, Instant start, int steps) {
        this.step = step;
        this.start = start;
        this.steps = steps;
    }

    /**
     * The steps of a window. If there are more than {@code most}, only the latest ones, so that an order with an
     * implausible start does not lead to a chart of a million steps.
     *
     * @param lastBatch when the last batch was written
     */
    static Trend of(List<Minute> minutes, Window window, Step step, int most, Instant lastBatch) {
        long length = step.length().toSeconds();
        long last = Math.floorDiv(window.to().getEpochSecond() - 1, length);
        long first = Math.floorDiv(window.from().getEpochSecond(), length);
        long begin = Math.max(first, last - most + 1);
        int steps = (int) Math.max(0, last - begin + 1);
        Trend trend = new Trend(step, Instant.ofEpochSecond(begin * length), steps);
        trend.clipped = begin > first;
        trend.known = (int) Math.max(0, Math.min(steps, Math.floorDiv(lastBatch.getEpochSecond(), length) - begin + 1));
        return trend.with(ORDERS, minutes, Minute::orders)
                .with("succeeded", minutes, Minute::succeeded)
                .with("amountFen", minutes, Minute::amountFen);
    }

    private Trend with(String name, List<Minute> minutes, ToLongFunction<Minute> number) {
        return with(
                name, minutes.stream().collect(toMap(Minute::minute, number::applyAsLong, SumOverflow.SATURATE::add)));
    }

    /**
     * Adds a number of each step.
     *
     * @param name its name in the JSON
     * @param sums what it is, by minutes or by steps
     */
    Trend with(String name, Map<Instant, Long> sums) {
        long[] values = new long[steps];
        sums.forEach((time, sum) -> {
            long index = Math.floorDiv(
                    time.getEpochSecond() - start.getEpochSecond(),
                    step.length().toSeconds());
            if (index >= 0 && index < steps) {
                values[(int) index] = SumOverflow.SATURATE.add(values[(int) index], sum);
            }
        });
        numbers.put(name, values);
        return this;
    }

    /** The steps as JSON; {@code clipped} tells that earlier ones were left out. */
    ObjectNode tree() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("start", ReportJson.minute(start));
        node.put("stepMs", step.length().toMillis());
        node.put("clipped", clipped);
        long[] orders = numbers.getOrDefault(ORDERS, new long[steps]);
        numbers.forEach((name, values) -> node.set(name, array(values, orders)));
        return node;
    }

    private ArrayNode array(long[] values, long[] orders) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(values.length);
        for (int i = 0; i < values.length; i++) {
            if (i < known || orders[i] > 0) {
                array.add(values[i]);
            } else {
                array.addNull();
            }
        }
        return array;
    }
}
