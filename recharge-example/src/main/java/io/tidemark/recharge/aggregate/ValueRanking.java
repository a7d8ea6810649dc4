package io.tidemark.recharge.aggregate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides which values of one dimension have their own counts: the configured ones, and others up to a limit. Until the
 * limit is reached, every value is selected. Then a new value replaces the selected one with the fewest orders, but
 * only if it has twice as many and at least {@value #LEAST}. So invalid values that came first give way to real values,
 * and those that come later are not selected: each replacement doubles the orders of the selected value, and n orders
 * cause at most log2(n) replacements of each.
 */
final class ValueRanking {

    /** How many orders a value needs to replace another one. */
    static final int LEAST = 10;

    /** How many values that are not selected are counted. */
    private static final int MOST_WAITING = 1_000;

    private static final Comparator<Map.Entry<String, Long>> MOST_ORDERS_FIRST =
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey());

    private final Set<String> configured;
    private final int limit;
    private final Map<String, Long> placed = new HashMap<>();
    private final Map<String, Long> waiting = new HashMap<>();

    /**
     * @param configured the values that are always selected, in addition to the limit
     * @param limit how many other values can be selected
     */
    ValueRanking(List<String> configured, int limit) {
        this.configured = Set.copyOf(configured);
        this.limit = limit;
    }

    boolean hasPlace(String value) {
        return configured.contains(value) || placed.containsKey(value);
    }

    /** The selected values, in ascending order. */
    List<String> placed() {
        TreeSet<String> all = new TreeSet<>(configured);
        all.addAll(placed.keySet());
        return List.copyOf(all);
    }

    /** The values with the most orders that are not selected. */
    List<String> candidates() {
        return ranked(waiting).limit(limit).map(Map.Entry::getKey).toList();
    }

    /** Counts orders and selects values. */
    void add(Map<String, Long> orders) {
        orders.forEach((value, count) -> {
            if (!configured.contains(value)) {
                (placed.containsKey(value) ? placed : waiting).merge(value, count, Long::sum);
            }
        });
        for (Map.Entry<String, Long> candidate : ranked(waiting).toList()) {
            if (!place(candidate.getKey(), candidate.getValue())) {
                break;
            }
        }
        if (waiting.size() > MOST_WAITING) {
            List<String> kept = ranked(waiting)
                    .limit(MOST_WAITING / 2)
                    .map(Map.Entry::getKey)
                    .toList();
            waiting.keySet().retainAll(kept);
        }
    }

    private boolean place(String value, long orders) {
        if (placed.size() >= limit) {
            Map.Entry<String, Long> weakest =
                    ranked(placed).reduce((one, other) -> other).orElseThrow();
            if (orders < LEAST || orders / 2 < weakest.getValue()) {
                return false;
            }
            placed.remove(weakest.getKey());
        }
        placed.put(value, orders);
        waiting.remove(value);
        return true;
    }

    private static Stream<Map.Entry<String, Long>> ranked(Map<String, Long> orders) {
        return Map.copyOf(orders).entrySet().stream().sorted(MOST_ORDERS_FIRST);
    }
}
