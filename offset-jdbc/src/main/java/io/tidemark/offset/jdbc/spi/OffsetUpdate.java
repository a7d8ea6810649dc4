package io.tidemark.offset.jdbc.spi;

import java.util.Optional;

/**
 * The conditional update of a group's rows, which a {@link Dialect} writes as one statement. The rows follow, each with
 * topic, partition, expected offset, new first and last offset, and with cluster id and topic id if identities change.
 *
 * @param group the group
 * @param offsets the table of offsets
 * @param isOwn whether that table has columns for identities, times and writers
 * @param changesIdentities whether the rows have new identities, in the table of offsets itself
 * @param identities the table of identities, if its rows are updated in the same statement
 * @param writer the writer to store
 * @since 0.1
 */
public record OffsetUpdate(
        String group,
        Target offsets,
        boolean isOwn,
        boolean changesIdentities,
        Optional<Target> identities,
        String writer) {

    /**
     * A table.
     *
     * @param name its name, not quoted
     * @param key its unique key on topic, group and partition
     * @param topic the column of topics
     * @param group the column of groups
     */
    public record Target(String name, String key, TableColumn topic, TableColumn group) {}

    /**
     * The statement.
     *
     * @param rows takes the rows
     * @param reportedPerRow how many changed rows the server reports for each row that was found
     */
    public record Statement(MultiRow rows, int reportedPerRow) {}
}
