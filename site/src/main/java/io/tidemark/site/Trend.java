package io.tidemark.site;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.recharge.report.RechargeReport.Minute;
import io.tidemark.recharge.report.ReportJson;
import java.time.Instant;
import java.util.List;

/** Orders step by step. A step without orders is zero up to the last batch; after it the value is unknown, and null. */
final class Trend {

    private final Step step;
    private final Instant start;
    private final long[] orders;
    private final long[] succeeded;
    private final long[] amountFen;
    private boolean clipped;

    /** The number of steps that had begun at the last batch. */
    private int known;

    private Trend(Step step, Instant start, int steps) {
        this.step = step;
        this.start = start;
        this.orders = new long[steps];
        this.succeeded = new long[steps];
        this.amountFen = new long[steps];
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
        for (Minute minute : minutes) {
            long index = Math.floorDiv(minute.minute().getEpochSecond(), length) - begin;
            if (index >= 0 && index < steps) {
                trend.orders[(int) index] = SumOverflow.SATURATE.add(trend.orders[(int) index], minute.orders());
                trend.succeeded[(int) index] =
                        SumOverflow.SATURATE.add(trend.succeeded[(int) index], minute.succeeded());
                trend.amountFen[(int) index] =
                        SumOverflow.SATURATE.add(trend.amountFen[(int) index], minute.amountFen());
            }
        }
        return trend;
    }

    /** The steps as JSON; {@code clipped} tells that earlier ones were left out. */
    ObjectNode tree() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("start", ReportJson.minute(start));
        node.put("stepMs", step.length().toMillis());
        node.put("clipped", clipped);
        node.set("orders", array(orders));
        node.set("succeeded", array(succeeded));
        node.set("amountFen", array(amountFen));
        return node;
    }

    private ArrayNode array(long[] values) {
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
