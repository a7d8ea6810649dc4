package io.tidemark.offset.jdbc.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The shape of an existing table.
 *
 * @param isView whether it is a view, in which no offsets can be kept
 * @param problems why its kind is not suitable for offsets, each with its remedy
 * @param alterSuffix what a statement that changes the table needs at its end
 * @param columns the columns by name, in lower case
 * @param uniqueKeys the columns of each unique key, by the key's name; if only a prefix of a column is in the key, the
 *     prefix's length follows its name
 * @param hasPrimaryKey whether one of the keys is the primary key
 * @since 0.1
 */
public record TableShape(
        boolean isView,
        List<String> problems,
        String alterSuffix,
        Map<String, TableColumn> columns,
        Map<String, Set<String>> uniqueKeys,
        boolean hasPrimaryKey) {

    /** The name of a unique key on exactly the given columns. */
    public Optional<String> uniqueKeyOn(Set<String> names) {
        return uniqueKeys.entrySet().stream()
                .filter(key -> key.getValue().equals(names))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    public boolean isInUniqueKey(String column) {
        return uniqueKeys.values().stream().anyMatch(key -> key.contains(column));
    }
}
