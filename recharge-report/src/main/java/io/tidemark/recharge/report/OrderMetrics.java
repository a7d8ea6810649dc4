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

    /** The name of a metric of orders, such as {@link RechargeMetrics#ORDERS}, with the prefix. */
    public String name(String metric) {
        return prefix + metric;
    }
}
