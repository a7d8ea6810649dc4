package io.tidemark.bench.candidate;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/**
 * The totals that all candidates compute, by name. Zeros are omitted, so that equal counts are equal totals. Not
 * thread-safe.
 *
 * <p>The names: {@code read}, {@code ignored}, {@code rejected:REASON}, {@code duration:sum}, {@code duration:unknown},
 * and {@code orders}, {@code succeeded} and {@code amount} of {@code city:CODE:} and {@code minute:uuuuMMddHHmm:}; the
 * same five of {@code by:DIMENSION:VALUE:}, {@code failed:CITY:CODE}, and {@code bucket:NUMBER} of the durations.
 */
public final class Totals {

    /** The city of orders with an unknown code. */
    public static final String OTHER = "other";

    /** The total of all records. */
    public static final String READ = "read";

    /** The total of the records of other services. */
    public static final String IGNORED = "ignored";

    /** The durations of all orders. */
    public static final String DURATION = "duration";

    /** The ending of sums of durations. */
    public static final String SUM = ":sum";

    /** The ending of unknown durations. */
    public static final String UNKNOWN = ":unknown";

    private final SortedMap<String, Long> numbers = new TreeMap<>();

    /** The name of the records that were rejected for a reason. */
    public static String rejected(String reason) {
        return "rejected:" + reason;
    }

    /** The name of the failed orders of a city and a code. */
    public static String failed(String city, String code) {
        return "failed:" + city + ":" + escaped(code);
    }

    /** The name of a bucket of the durations. */
    public static String bucket(int bucket) {
        return "bucket:" + bucket;
    }

    /** The prefix of the totals of a value of a dimension, without the colon. */
    public static String by(String dimension, String value) {
        return "by:" + dimension + ":" + escaped(value);
    }

    /** A name has neither blanks nor more colons. */
    private static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Adds the orders of a cell. */
    void addOrders(String prefix, Cell cell) {
        add(prefix + ":orders", cell.records());
        add(prefix + ":succeeded", cell.succeeded());
        add(prefix + ":amount", cell.amount());
    }

    /** Adds the durations of a cell. */
    void addDurations(String prefix, Cell cell) {
        add(prefix + SUM, cell.durationSum());
        add(prefix + UNKNOWN, cell.durationUnknown());
    }

    /** Adds the orders of a value of a dimension. */
    void addValue(String dimension, String value, Cell cell) {
        addOrders(by(dimension, value), cell);
        addDurations(by(dimension, value) + ":" + DURATION, cell);
    }

    /** Adds to a total. */
    public void add(String name, long by) {
        long sum = Math.addExact(numbers.getOrDefault(name, 0L), by);
        if (sum == 0) {
            numbers.remove(name);
        } else {
            numbers.put(name, sum);
        }
    }

    /** Adds the numbers of a cell of {@link CellKey}. */
    public void add(long key, Cell cell) {
        add("read", cell.records());
        if (!CellKey.isOrder(key)) {
            add(CellKey.name(key), cell.records());
            return;
        }
        addOrders("city:" + CellKey.city(key), cell);
        addOrders("minute:" + CellKey.minute(key), cell);
        addDurations(DURATION, cell);
    }

    /** Returns the totals with all other cities merged into one. */
    public Totals withCities(Collection<String> known) {
        Totals folded = new Totals();
        numbers.forEach((name, number) -> {
            String[] parts = name.split(":", -1);
            boolean unknown = parts[0].equals("city") && !known.contains(parts[1]);
            folded.add(unknown ? "city:" + OTHER + ":" + parts[2] : name, number);
        });
        return folded;
    }

    /** A total; zero if nothing was counted. */
    public long number(String name) {
        return numbers.getOrDefault(name, 0L);
    }

    /** Passes each name and number, in the order of the names. */
    public void forEach(ObjLongConsumer<String> consumer) {
        numbers.forEach(consumer::accept);
    }

    /** The differences from other totals: each name with both numbers. */
    public Map<String, String> differences(Totals others) {
        Map<String, String> differences = new TreeMap<>();
        SortedMap<String, Long> names = new TreeMap<>(numbers);
        names.putAll(others.numbers);
        names.keySet().forEach(name -> {
            if (number(name) != others.number(name)) {
                differences.put(name, number(name) + ", not " + others.number(name));
            }
        });
        return differences;
    }
}
