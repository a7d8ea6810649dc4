package io.tidemark.offset;

import java.io.Serializable;
import java.util.Objects;

/**
 * The identity under which a job keeps its offsets: Kafka's {@code group.id}.
 *
 * @param value any text that is not blank; compared by code point, so {@code A} and {@code a} are different groups
 * @since 0.1
 */
public record GroupId(String value) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if the text is blank */
    public GroupId {
        Objects.requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("Cannot name a group: the text is blank; set group.id");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
