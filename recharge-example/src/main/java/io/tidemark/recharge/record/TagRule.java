package io.tidemark.recharge.record;

import java.io.Serializable;
import java.util.List;

/**
 * Where a tag's value is found and how it is read.
 *
 * @param fields the fields that may hold it, each as configuration spells it (a name, or a path such as
 *     {@code $.ext.fee}); the one that counts first in front
 * @param type how their text is read
 */
public record TagRule(List<String> fields, TagType type) implements Serializable {

    private static final long serialVersionUID = 1L;

    public TagRule {
        fields = List.copyOf(fields);
    }
}
