package io.tidemark.metrics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A metric of decimals with a fixed number of decimal places, such as amounts of money. Values are converted to whole
 * numbers of the smallest unit and back, exactly: nothing is ever rounded. Sums are limited to 64 bits of that unit; a
 * larger one is handled like any other sum ({@link SumOverflow}).
 *
 * <p>The scale is part of the stored name, as in {@code amount.scale2}. So values of two scales are two metrics, and
 * are never added up, by whatever reader.
 *
 * <pre>{@code
 * DecimalMetric amount = DecimalMetric.of("amount", 2);
 * Measurement paid = Measurement.timeless(
 *         amount.storedName(), Map.of("city", "755"), amount.sum(new BigDecimal("19.90")));
 * BigDecimal read = amount.decimal(paid.value());
 * }</pre>
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class DecimalMetric implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int MOST_PLACES = 18;

    private final String name;
    private final int scale;

    private DecimalMetric(String name, int scale) {
        this.name = name;
        this.scale = scale;
    }

    /**
     * A metric.
     *
     * @param name its name, without the scale
     * @param scale the number of decimal places, 0 to 18
     * @throws IllegalArgumentException if the name is empty or the scale is not in this range
     */
    public static DecimalMetric of(String name, int scale) {
        if (name.isEmpty() || scale < 0 || scale > MOST_PLACES) {
            throw new IllegalArgumentException("Cannot make a metric of decimals '" + name + "' with scale " + scale
                    + ": the name must not be empty, and the scale must be 0 to " + MOST_PLACES);
        }
        return new DecimalMetric(name, scale);
    }

    /** The name without the scale. */
    public String name() {
        return name;
    }

    /** The number of decimal places. */
    public int scale() {
        return scale;
    }

    /** The name of the measurements: the name and the scale. */
    public String storedName() {
        return name + ".scale" + scale;
    }

    /**
     * A decimal as a whole number of the smallest unit.
     *
     * @throws ArithmeticException if the decimal has more places than the scale, or does not fit
     */
    public long unscaled(BigDecimal value) {
        BigDecimal scaled;
        try {
            scaled = value.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new ArithmeticException("Cannot measure " + value + " as '" + name + "': it has more than " + scale
                    + " decimal places. Round it, or use a metric with a larger scale");
        }
        try {
            return scaled.unscaledValue().longValueExact();
        } catch (ArithmeticException e) {
            throw new ArithmeticException("Cannot measure " + value + " as '" + name + "': with scale " + scale
                    + " it must be between " + decimal(Long.MIN_VALUE) + " and " + decimal(Long.MAX_VALUE)
                    + ". Use a metric with a smaller scale");
        }
    }

    /** A whole number of the smallest unit as a decimal with the scale. */
    public BigDecimal decimal(long unscaled) {
        return BigDecimal.valueOf(unscaled, scale);
    }

    /**
     * A stored value as a decimal with the scale.
     *
     * @throws IllegalArgumentException if it is a histogram
     */
    public BigDecimal decimal(MetricValue value) {
        if (value instanceof MetricValue.Sum sum) {
            return decimal(sum.value());
        }
        if (value instanceof MetricValue.Max max) {
            return decimal(max.value());
        }
        if (value instanceof MetricValue.Min min) {
            return decimal(min.value());
        }
        if (value instanceof MetricValue.Last last) {
            return decimal(last.value());
        }
        throw new IllegalArgumentException(
                "Cannot read " + value + " as a decimal of '" + name + "': a histogram has counts, not one value");
    }

    /**
     * A value that adds up.
     *
     * @throws ArithmeticException see {@link #unscaled}
     */
    public MetricValue.Sum sum(BigDecimal value) {
        return new MetricValue.Sum(unscaled(value));
    }

    /**
     * A value of which the largest is kept.
     *
     * @throws ArithmeticException see {@link #unscaled}
     */
    public MetricValue.Max max(BigDecimal value) {
        return new MetricValue.Max(unscaled(value));
    }

    /**
     * A value of which the smallest is kept.
     *
     * @throws ArithmeticException see {@link #unscaled}
     */
    public MetricValue.Min min(BigDecimal value) {
        return new MetricValue.Min(unscaled(value));
    }

    /**
     * A value of which the last is kept.
     *
     * @throws ArithmeticException see {@link #unscaled}
     */
    public MetricValue.Last last(BigDecimal value) {
        return new MetricValue.Last(unscaled(value));
    }

    /** Asks for the totals of a period. */
    public MetricQuery.Totals totals(Period period) {
        return new MetricQuery.Totals(storedName(), period);
    }

    /** Asks for a series of all values that have these tags. */
    public MetricQuery.Series series(Map<String, String> tags, Period period, MetricQuery.Step step) {
        return MetricQuery.Series.of(storedName(), tags, period, step);
    }

    /**
     * The result of a query for totals, as decimals.
     *
     * @throws IllegalArgumentException if the query is for another metric or scale, or was not part of the reading
     */
    public Map<SortedMap<String, String>, BigDecimal> totals(MetricSnapshot snapshot, MetricQuery.Totals query) {
        requireOwn(query.metric());
        Map<SortedMap<String, String>, BigDecimal> totals = new HashMap<>();
        snapshot.totals(query).forEach((tags, value) -> totals.put(tags, decimal(value)));
        return totals;
    }

    /**
     * The result of a query for totals by one tag, as decimals; see {@link MetricSnapshot#totalsBy}.
     *
     * @throws IllegalArgumentException if the query is for another metric or scale, or was not part of the reading
     */
    public SortedMap<String, BigDecimal> totalsBy(MetricSnapshot snapshot, MetricQuery.Totals query, String tag) {
        requireOwn(query.metric());
        return decimals(snapshot.totalsBy(query, tag), this::decimal);
    }

    /**
     * The result of a query for a series, as decimals.
     *
     * @throws IllegalArgumentException if the query is for another metric or scale, or was not part of the reading
     */
    public SortedMap<Instant, BigDecimal> series(MetricSnapshot snapshot, MetricQuery.Series query) {
        requireOwn(query.metric());
        return decimals(snapshot.series(query), this::decimal);
    }

    private void requireOwn(String metric) {
        if (!metric.equals(storedName())) {
            throw new IllegalArgumentException("Cannot read '" + metric + "' as decimals of '" + name + "' with scale "
                    + scale + ": make the query with this metric");
        }
    }

    private static <K> SortedMap<K, BigDecimal> decimals(
            SortedMap<K, MetricValue> values, Function<MetricValue, BigDecimal> conversion) {
        SortedMap<K, BigDecimal> decimals = new TreeMap<>();
        values.forEach((key, value) -> decimals.put(key, conversion.apply(value)));
        return decimals;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DecimalMetric metric && metric.storedName().equals(storedName());
    }

    @Override
    public int hashCode() {
        return storedName().hashCode();
    }

    @Override
    public String toString() {
        return storedName();
    }
}
