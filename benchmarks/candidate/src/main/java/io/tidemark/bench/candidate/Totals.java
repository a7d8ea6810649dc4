package io.tidemark.bench.candidate;

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
 * and {@code orders}, {@code succeeded} and {@code amount} of {@code city:CODE:} and {@code minute:uuuuMMddHHmm:}.
 */
public final class Totals {

    /** The city of orders with an unknown code. */
    public static final String OTHER = "other";

    private final SortedMap<String, Long> numbers = new TreeMap<>();

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
        for (String prefix : new String[] {"city:" + CellKey.city(key) + ":", "minute:" + CellKey.minute(key) + ":"}) {
            add(prefix + "orders", cell.records());
            add(prefix + "succeeded", cell.succeeded());
            add(prefix + "amount", cell.amount());
        }
        add("duration:sum", cell.durationSum());
        add("duration:unknown", cell.durationUnknown());
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
