package io.tidemark.recharge.record;

import java.io.Serializable;
import java.util.List;

/**
 * A dimension by which orders are counted in addition to their region.
 *
 * @param name the name in metrics
 * @param fields the fields that may hold the value, as those of a {@link TagRule}
 * @param known the values that always have their own counts
 * @param limit how many other values have their own counts; the remaining values are counted as {@link
 *     ValueTable#OTHER}
 */
public record Dimension(String name, List<String> fields, List<String> known, int limit) implements Serializable {

    private static final long serialVersionUID = 1L;

    public Dimension {
        fields = List.copyOf(fields);
        known = List.copyOf(known);
    }
}
