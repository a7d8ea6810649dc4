package io.tidemark.recharge.record;

import java.io.Serializable;
import java.util.List;

/**
 * Something by which orders are counted besides their region.
 *
 * @param name what it is called in metrics
 * @param fields the fields that may hold the value, as those of a {@link TagRule}
 * @param limit how many values are told apart; those beyond it are {@link ValueTable#OTHER}
 */
public record Dimension(String name, List<String> fields, int limit) implements Serializable {

    private static final long serialVersionUID = 1L;

    public Dimension {
        fields = List.copyOf(fields);
    }
}
