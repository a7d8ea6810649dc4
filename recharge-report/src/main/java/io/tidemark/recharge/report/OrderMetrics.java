package io.tidemark.recharge.report;

import java.io.Serializable;

/**
 * The names of the metrics of orders, by region or by a dimension. Each is a sum per minute.
 *
 * @param prefix the prefix of each name
 * @param tag the tag that the orders are counted by
 */
public record OrderMetrics(String prefix, String tag) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The metrics of orders by region. */
    public static OrderMetrics byRegion() {
        return new OrderMetrics("", RechargeMetrics.CITY);
    }

    /** The metrics of orders by a dimension, such as {@code channel.orders} with the tag {@code channel}. */
    public static OrderMetrics by(String dimension) {
        return new OrderMetrics(dimension + ".", dimension);
    }

    /** Orders. */
    public String orders() {
        return prefix + RechargeMetrics.ORDERS;
    }

    /** Orders that succeeded. */
    public String succeeded() {
        return prefix + RechargeMetrics.SUCCEEDED;
    }

    /** Amount of the orders that succeeded, in fen. */
    public String amount() {
        return prefix + RechargeMetrics.AMOUNT;
    }

    /** Milliseconds of the orders that succeeded and whose duration is known. */
    public String durationSum() {
        return prefix + RechargeMetrics.DURATION_SUM;
    }

    /** Orders that succeeded and whose duration is unknown. */
    public String durationUnknown() {
        return prefix + RechargeMetrics.DURATION_UNKNOWN;
    }
}
