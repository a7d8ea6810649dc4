package io.tidemark.offset.hbase;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.hbase.internal.link.Deadline;
import io.tidemark.offset.hbase.internal.link.Link;
import io.tidemark.offset.hbase.internal.link.RequestException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.CompareOperator;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.filter.RegexStringComparator;
import org.apache.hadoop.hbase.filter.RegexStringComparator.EngineType;
import org.apache.hadoop.hbase.filter.RowFilter;
import org.apache.hadoop.hbase.util.Bytes;
import org.apache.kafka.common.TopicPartition;

/**
 * The table of an older job, in the layouts of tutorials: a row {@code TOPIC:GROUP}, or a row
 * {@code TOPIC:GROUP:MILLIS} for each batch, with one column for each partition, whose value is the offset as decimal
 * text. It is only read. If a partition is in several rows, the newest cell counts.
 */
final class OlderTable {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,9}");
    private static final Pattern MILLIS = Pattern.compile(":\\d{13}");
    private static final int SHOWN = 40;

    private final Link link;
    private final String table;

    OlderTable(Link link, String table) {
        this.link = link;
        this.table = table;
    }

    String name() {
        return table;
    }

    Map<TopicPartition, StoredOffset> read(GroupId group, Deadline deadline) throws RequestException {
        Scan scan = new Scan()
                .setFilter(new RowFilter(
                        CompareOperator.EQUAL,
                        // HBase compares bytes, read as ISO 8859-1
                        new RegexStringComparator(
                                "^[^:]+:" + quote(group.value()) + "(:[0-9]{13})?$", EngineType.JAVA)));
        Map<TopicPartition, Cell> newest = new HashMap<>();
        for (Result row : link.scanOlder(table, scan, deadline)) {
            Optional<String> topic = topic(Bytes.toString(row.getRow()), group);
            if (topic.isPresent()) {
                for (Cell cell : row.rawCells()) {
                    String column = new String(CellUtil.cloneQualifier(cell), StandardCharsets.ISO_8859_1);
                    if (NUMBER.matcher(column).matches() && Long.parseLong(column) <= Integer.MAX_VALUE) {
                        newest.merge(
                                new TopicPartition(topic.get(), Integer.parseInt(column)),
                                cell,
                                (one, other) -> one.getTimestamp() >= other.getTimestamp() ? one : other);
                    }
                }
            }
        }
        Map<TopicPartition, StoredOffset> stored = new HashMap<>();
        newest.forEach((partition, cell) -> stored.put(
                partition,
                new StoredOffset(
                        offset(cell),
                        Optional.empty(),
                        Optional.of(Instant.ofEpochMilli(cell.getTimestamp())),
                        Optional.empty())));
        return stored;
    }

    /** A literal in a regular expression over bytes: each byte that is not a letter or a digit is escaped. */
    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            quoted.append(String.format("\\x%02x", one & 0xFF));
        }
        return quoted.toString();
    }

    /** Kafka's topics have no colon in their names, but groups may. */
    private static Optional<String> topic(String row, GroupId group) {
        int colon = row.indexOf(':');
        String rest = row.substring(colon + 1);
        boolean isOfGroup = rest.equals(group.value())
                || (rest.startsWith(group.value())
                        && MILLIS.matcher(rest.substring(group.value().length()))
                                .matches());
        return colon > 0 && isOfGroup ? Optional.of(row.substring(0, colon)) : Optional.empty();
    }

    private long offset(Cell cell) {
        String text = new String(CellUtil.cloneValue(cell), StandardCharsets.ISO_8859_1);
        try {
            long offset = Long.parseLong(text.strip());
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException unreadable) {
            // reported below
        }
        throw new OffsetStoreException("Cannot take over the offset in table " + table + ", row '"
                + Bytes.toStringBinary(CellUtil.cloneRow(cell)) + "', column '"
                + Bytes.toStringBinary(CellUtil.cloneQualifier(cell)) + "': it holds '"
                + Bytes.toStringBinary(CellUtil.cloneValue(cell), 0, Math.min(SHOWN, cell.getValueLength()))
                + "' and not a decimal number from 0 on; put the next offset to read there as text");
    }
}
