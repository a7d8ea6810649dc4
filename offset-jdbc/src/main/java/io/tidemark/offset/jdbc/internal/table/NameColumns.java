package io.tidemark.offset.jdbc.internal.table;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.spi.TableColumn;
import io.tidemark.offset.jdbc.spi.TableDialect;
import io.tidemark.offset.jdbc.spi.TableShape;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Checks that names and numbers fit the columns of a table before anything is written. A server that is not strict
 * would truncate a long name or a large number silently, and the offsets of two topics would become one.
 *
 * @param table the table's name
 * @param where the table and its server, for messages
 * @param shape the table's columns
 * @param dialect how the table is changed
 */
public record NameColumns(String table, String where, TableShape shape, TableDialect dialect) {

    /** Kafka's limit for the name of a topic. */
    public static final int LONGEST_TOPIC = 249;

    private static final int USUAL_GROUP = 255;

    public TableColumn topic() {
        return column("topic");
    }

    public TableColumn group() {
        return column("groupid");
    }

    private TableColumn column(String name) {
        TableColumn column = shape.columns().get(name);
        if (column == null) {
            throw new OffsetStoreException("Cannot keep offsets in " + where + ": it no longer has column " + name
                    + ". Add the column again, then start the store again");
        }
        return column;
    }

    /**
     * Checks names.
     *
     * @throws OffsetStoreException if a name does not fit, with the column, its type and the statement that widens it
     */
    public void requireFit(GroupId group, Set<String> topics) {
        requireFit(group(), "group", group.value(), USUAL_GROUP);
        topics.forEach(topic -> requireFit(topic(), "topic", topic, LONGEST_TOPIC));
    }

    /**
     * Checks names and numbers.
     *
     * @param offsets the largest offset of each partition that is written
     * @throws OffsetStoreException if one does not fit, with the column, its type and the statement that widens it
     */
    public void requireFit(GroupId group, Map<TopicPartition, Long> offsets) {
        requireFit(group, offsets.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        requireFit(
                column("partitions"),
                group,
                offsets.keySet().stream()
                        .map(partition -> (long) partition.partition())
                        .toList(),
                "INT");
        requireFit(column("fromoffset"), group, offsets.values(), "BIGINT");
        requireFit(column("untiloffset"), group, offsets.values(), "BIGINT");
    }

    /** The largest offset that both columns of a range can hold. */
    public long largestOffset() {
        return Math.min(
                column("fromoffset").largest().orElse(Long.MAX_VALUE),
                column("untiloffset").largest().orElse(Long.MAX_VALUE));
    }

    public boolean holdsGroup(GroupId group) {
        return Charsets.length(group().charset(), group.value()) <= group().length()
                && Charsets.canHold(group().charset(), group.value());
    }

    private void requireFit(TableColumn column, String kind, String name, int usualLength) {
        long length = Charsets.length(column.charset(), name);
        if (length > column.length()) {
            throw refused(
                    kind + " '" + name + "'",
                    "it has " + length + (column.charset().isEmpty() ? " bytes" : " characters") + ", column "
                            + column.name() + " is " + column.type(),
                    "Widen the column: " + alter(dialect.widened(column, Math.max(length, usualLength))));
        }
        if (!Charsets.canHold(column.charset(), name)) {
            throw refused(
                    kind + " '" + name + "'",
                    "column " + column.name() + " is " + column.type() + " in character set " + column.charset()
                            + ", which does not have these characters",
                    "Convert the column: " + alter(dialect.exact(column)));
        }
    }

    private void requireFit(TableColumn column, GroupId group, Collection<Long> numbers, String wideType) {
        long largest = column.largest().orElse(Long.MAX_VALUE);
        numbers.stream().filter(number -> number > largest).findFirst().ifPresent(number -> {
            throw refused(
                    "group '" + group + "'",
                    "the number " + number + " is too large for column " + column.name() + ", which is "
                            + column.type(),
                    "Widen the column: " + alter(dialect.retyped(column, wideType)));
        });
    }

    private OffsetStoreException refused(String whose, String why, String remedy) {
        return new OffsetStoreException(
                "Cannot store offsets of " + whose + " in " + where + ": " + why + "; nothing was stored. " + remedy);
    }

    /** The complete statement that changes the table. */
    public String alter(String change) {
        return dialect.alter(table, shape, change);
    }
}
