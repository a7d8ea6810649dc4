package io.tidemark.recharge.record;

import java.io.Serializable;
import java.util.List;

/**
 * Something by which orders are counted besides their region.
 *
 * @param name what it is called in metrics
 * @param fields the fields that may hold the value, as those of a {@link TagRule}
 * @param known the values that always have counts of their own
 * @param limit how many other values have; the rest are {@link ValueTable#OTHER}
 */
public record Dimension(String name, List<String> fields, List<String> known, int limit) implements Serializable {

    private static final long serialVersionUID = 1L;

    public Dimension {
        fields = List.copyOf(fields);
        known = List.copyOf(known);
    }
}
