package io.tidemark.recharge.record;

import java.io.Serializable;
import java.util.List;

/**
 * How a tag's value is found and parsed.
 *
 * @param fields the fields that may hold it, as in the configuration (a name, or a path such as {@code $.ext.fee}); the
 *     preferred one first
 * @param type how their text is parsed
 */
public record TagRule(List<String> fields, TagType type) implements Serializable {

    private static final long serialVersionUID = 1L;

    public TagRule {
        fields = List.copyOf(fields);
    }
}
