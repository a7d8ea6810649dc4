package io.tidemark.structured;

import io.tidemark.metrics.DecimalMetric;
import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of rows that are measurements: {@code metric}, {@code value} and {@code merge}, and, if there are tags
 * and times, {@code tags} and {@code time}.
 */
final class MetricColumns implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String METRIC = "metric";
    private static final String TAGS = "tags";
    private static final String TIME = "time";
    private static final String VALUE = "value";
    private static final String MERGE = "merge";
    private static final String MERGES = "sum, max, min, last or histogram";
    private static final int MOST_PLACES = 18;
    private static final String SHAPE =
            "metric STRING, tags MAP<STRING, STRING>, time TIMESTAMP, value BIGINT or DECIMAL, merge STRING";

    private final HashMap<String, Integer> columns = new HashMap<>();
    private final DataType valueType;

    private MetricColumns(Map<String, Integer> columns, DataType valueType) {
        this.columns.putAll(columns);
        this.valueType = valueType;
    }

    /**
     * Finds the columns.
     *
     * @throws IllegalArgumentException if one is missing, of another type, or not known; the message names all of them
     */
    static MetricColumns of(StructType schema) {
        List<String> problems = new ArrayList<>();
        Map<String, Integer> found = new HashMap<>();
        DataType value = DataTypes.LongType;
        StructField[] fields = schema.fields();
        for (int column = 0; column < fields.length; column++) {
            String name = fields[column].name().toLowerCase(Locale.ROOT);
            DataType type = fields[column].dataType();
            if (found.putIfAbsent(name, column) != null) {
                problems.add("column '" + name + "' occurs twice");
            }
            String expected = expected(name, type);
            if (expected.isEmpty()) {
                problems.add("there is no column '" + fields[column].name() + "'");
            } else if (!expected.equals("right")) {
                problems.add("column '" + name + "' is of type " + type.sql() + ", but must be " + expected);
            }
            if (name.equals(VALUE)) {
                value = type;
            }
        }
        for (String required : List.of(METRIC, VALUE, MERGE)) {
            if (!found.containsKey(required)) {
                problems.add("column '" + required + "' is missing");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot write rows of metrics: " + String.join("; ", problems)
                    + ". The columns are " + SHAPE + ", of which tags and time may be left out");
        }
        return new MetricColumns(found, value);
    }

    /** The type that a column must have, "right" if it has it; empty if there is no such column. */
    private static String expected(String name, DataType type) {
        return switch (name) {
            case METRIC, MERGE -> type.equals(DataTypes.StringType) ? "right" : "STRING";
            case TAGS ->
                type instanceof MapType map
                                && map.keyType().equals(DataTypes.StringType)
                                && map.valueType().equals(DataTypes.StringType)
                        ? "right"
                        : "MAP<STRING, STRING>";
            case TIME -> type.equals(DataTypes.TimestampType) ? "right" : "TIMESTAMP";
            case VALUE ->
                isExactDecimal(type)
                                || List.of(
                                                DataTypes.LongType,
                                                DataTypes.IntegerType,
                                                DataTypes.ShortType,
                                                DataTypes.ByteType)
                                        .contains(type)
                        ? "right"
                        : "BIGINT, INT, SMALLINT, TINYINT, or DECIMAL with 0 to 18 places";
            default -> "";
        };
    }

    private static boolean isExactDecimal(DataType type) {
        return type instanceof DecimalType decimal && decimal.scale() >= 0 && decimal.scale() <= MOST_PLACES;
    }

    /**
     * Reads a row. The time is the minute that the row's time is in.
     *
     * @throws IllegalArgumentException if a value is missing or wrong; the message names the column
     */
    Measurement measurement(InternalRow row) {
        String metric = text(row, METRIC);
        if (metric.isEmpty()) {
            throw wrong(METRIC, "is empty");
        }
        String name = valueType instanceof DecimalType decimal
                ? DecimalMetric.of(metric, decimal.scale()).storedName()
                : metric;
        Map<String, String> tags = tags(row, name);
        MetricValue value = value(row, name);
        return time(row)
                .map(time -> Measurement.of(name, tags, MetricTime.minute(time.truncatedTo(ChronoUnit.MINUTES)), value))
                .orElseGet(() -> Measurement.timeless(name, tags, value));
    }

    private String text(InternalRow row, String column) {
        int at = index(column);
        if (row.isNullAt(at)) {
            throw wrong(column, "is null");
        }
        return row.getUTF8String(at).toString();
    }

    private int index(String column) {
        Integer at = columns.get(column);
        if (at == null) {
            throw new IllegalStateException("Cannot read column " + column + ": the rows have none");
        }
        return at;
    }

    private Map<String, String> tags(InternalRow row, String metric) {
        Map<String, String> tags = new TreeMap<>();
        if (!columns.containsKey(TAGS) || row.isNullAt(index(TAGS))) {
            return tags;
        }
        MapData map = row.getMap(index(TAGS));
        ArrayData keys = map.keyArray();
        ArrayData values = map.valueArray();
        for (int tag = 0; tag < map.numElements(); tag++) {
            String key = keys.getUTF8String(tag).toString();
            if (key.isEmpty()) {
                throw wrong(TAGS, "has an empty name, for metric '" + metric + "'");
            }
            if (values.isNullAt(tag)) {
                throw wrong(TAGS, "has no value for '" + key + "', for metric '" + metric + "'");
            }
            tags.put(key, values.getUTF8String(tag).toString());
        }
        return tags;
    }

    private Optional<Instant> time(InternalRow row) {
        if (!columns.containsKey(TIME) || row.isNullAt(index(TIME))) {
            return Optional.empty();
        }
        return Optional.of(Instant.EPOCH.plus(row.getLong(index(TIME)), ChronoUnit.MICROS));
    }

    private MetricValue value(InternalRow row, String metric) {
        int at = index(VALUE);
        if (row.isNullAt(at)) {
            throw wrong(VALUE, "is null, for metric '" + metric + "'");
        }
        long value = number(row, at, metric);
        String merge = text(row, MERGE);
        return switch (merge.toLowerCase(Locale.ROOT)) {
            case "sum" -> new MetricValue.Sum(value);
            case "max" -> new MetricValue.Max(value);
            case "min" -> new MetricValue.Min(value);
            case "last" -> new MetricValue.Last(value);
            case "histogram" -> {
                if (valueType instanceof DecimalType) {
                    throw wrong(MERGE, "is 'histogram', which counts whole numbers only, for metric '" + metric + "'");
                }
                yield histogram(value, metric);
            }
            default ->
                throw wrong(MERGE, "is '" + merge + "', but must be " + MERGES + ", for metric '" + metric + "'");
        };
    }

    private long number(InternalRow row, int at, String metric) {
        if (valueType instanceof DecimalType type) {
            BigDecimal value =
                    row.getDecimal(at, type.precision(), type.scale()).toJavaBigDecimal();
            try {
                return DecimalMetric.of(metric, type.scale()).unscaled(value);
            } catch (ArithmeticException e) {
                throw wrong(VALUE, "does not fit: " + e.getMessage());
            }
        }
        return ((Number) row.get(at, valueType)).longValue();
    }

    private static MetricValue histogram(long value, String metric) {
        if (value < 0) {
            throw wrong(
                    VALUE, "is " + value + ", but must not be negative in a histogram, for metric '" + metric + "'");
        }
        return new MetricValue.Histogram(new TreeMap<>(Map.of(LogBuckets.bucketOf(value), 1L)));
    }

    private static IllegalArgumentException wrong(String column, String problem) {
        return new IllegalArgumentException("Cannot write a row of metrics: column '" + column + "' " + problem
                + "; filter such rows out, or correct them, in the query");
    }

    @Override
    public String toString() {
        return Arrays.toString(columns.keySet().toArray());
    }
}
