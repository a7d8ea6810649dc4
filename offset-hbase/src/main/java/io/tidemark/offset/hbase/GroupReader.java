package io.tidemark.offset.hbase;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.hbase.internal.layout.GroupRow;
import io.tidemark.offset.hbase.internal.layout.OffsetsText;
import io.tidemark.offset.hbase.internal.layout.ReceiptColumn;
import io.tidemark.offset.hbase.internal.link.Deadline;
import io.tidemark.offset.hbase.internal.link.Link;
import io.tidemark.offset.hbase.internal.link.RequestException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.filter.ColumnPrefixFilter;
import org.apache.hadoop.hbase.filter.FilterList;
import org.apache.hadoop.hbase.filter.FirstKeyOnlyFilter;
import org.apache.hadoop.hbase.filter.KeyOnlyFilter;
import org.apache.kafka.common.TopicPartition;

/** Reads a group's row. One row is read with one request, so each answer is a consistent state. */
final class GroupReader {

    private final Link link;
    private final Optional<OlderTable> older;

    GroupReader(Link link, Optional<OlderTable> older) {
        this.link = link;
        this.older = older;
    }

    GroupState read(GroupId group, Deadline deadline) throws RequestException {
        Result row = link.read(new Get(GroupRow.key(group)).addColumn(GroupRow.family(), GroupRow.offsets()), deadline);
        Cell cell = row.getColumnLatestCell(GroupRow.family(), GroupRow.offsets());
        if (cell == null) {
            return new GroupState(Optional.empty(), older(group, deadline));
        }
        byte[] text = CellUtil.cloneValue(cell);
        return new GroupState(
                Optional.of(text), OffsetsText.read(text, Instant.ofEpochMilli(cell.getTimestamp()), where(group)));
    }

    /** The entries of an older job; none if no table of one is given. */
    Map<TopicPartition, StoredOffset> older(GroupId group, Deadline deadline) throws RequestException {
        return older.isPresent() ? older.get().read(group, deadline) : Map.of();
    }

    List<LossReceipt> receipts(GroupId group, Deadline deadline) throws RequestException {
        Get get = new Get(GroupRow.key(group)).addFamily(GroupRow.family());
        get.setFilter(new ColumnPrefixFilter(ReceiptColumn.prefix()));
        List<LossReceipt> receipts = new ArrayList<>();
        for (Cell cell : cells(link.read(get, deadline))) {
            receipts.add(
                    ReceiptColumn.read(group, CellUtil.cloneQualifier(cell), CellUtil.cloneValue(cell), where(group)));
        }
        receipts.sort(LossReceipt.OLDEST_FIRST);
        return List.copyOf(receipts);
    }

    Optional<byte[]> governorText(GroupId group, Deadline deadline) throws RequestException {
        Get get = new Get(GroupRow.key(group)).addColumn(GroupRow.family(), GroupRow.governor());
        return Optional.ofNullable(link.read(get, deadline).getValue(GroupRow.family(), GroupRow.governor()));
    }

    Optional<Governor> governor(GroupId group, Deadline deadline) throws RequestException {
        return governorText(group, deadline).map(text -> Governor.ofText(new String(text, StandardCharsets.UTF_8)));
    }

    /** The groups that have a row. */
    Set<GroupId> groups(Deadline deadline) throws RequestException {
        Scan scan = new Scan().addFamily(GroupRow.family());
        scan.setFilter(new FilterList(new FirstKeyOnlyFilter(), new KeyOnlyFilter()));
        Set<GroupId> groups = new HashSet<>();
        for (Result row : link.scan(scan, deadline)) {
            groups.add(GroupRow.group(row.getRow(), link.address()));
        }
        return Set.copyOf(groups);
    }

    private static List<Cell> cells(Result row) {
        return row.isEmpty() ? List.of() : row.listCells();
    }

    private String where(GroupId group) {
        return "the row of group " + group + " of " + link.address();
    }
}
