package io.tidemark.offset.hbase.internal.layout;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * A loss receipt as one column: its name holds the receipt's key, so that a repeated decision replaces it, and its
 * value holds the rest.
 */
public final class ReceiptColumn {

    private static final String PREFIX = "loss ";

    private ReceiptColumn() {}

    /** The prefix of the names of all receipts. */
    public static byte[] prefix() {
        return GroupRow.ascii(PREFIX);
    }

    public static byte[] name(LossReceipt receipt) {
        TopicPartition partition = receipt.partition();
        String identity = receipt.identity()
                .map(known -> Words.encode(known.clusterId()) + " " + known.topicId())
                .orElse(Words.NONE + " " + Words.NONE);
        return GroupRow.ascii(PREFIX + Words.encode(partition.topic()) + " " + partition.partition() + " " + identity
                + " " + receipt.from() + " " + receipt.reason());
    }

    public static byte[] value(LossReceipt receipt) {
        return GroupRow.ascii(receipt.until() + " " + receipt.policy() + " " + receipt.time());
    }

    /**
     * Reads a column.
     *
     * @param where the row and its table, for messages
     * @throws OffsetStoreException if it was written by hand, or by a later version
     */
    public static LossReceipt read(GroupId group, byte[] name, byte[] value, String where) {
        String key = new String(name, StandardCharsets.ISO_8859_1);
        String text = new String(value, StandardCharsets.ISO_8859_1);
        try {
            List<String> keys = List.of(key.substring(PREFIX.length()).split(" ", -1));
            List<String> values = List.of(text.split(" ", -1));
            // a cluster may have a dash for its id, a topic may not
            Optional<TopicIdentity> identity = keys.get(3).equals(Words.NONE)
                    ? Optional.empty()
                    : Optional.of(new TopicIdentity(Words.decode(keys.get(2)), Uuid.fromString(keys.get(3))));
            return new LossReceipt(
                    group,
                    new TopicPartition(Words.decode(keys.get(0)), Integer.parseInt(keys.get(1))),
                    identity,
                    Long.parseLong(keys.get(4)),
                    Long.parseLong(values.get(0)),
                    LossReceipt.Reason.valueOf(keys.get(5)),
                    OutOfRangePolicy.valueOf(values.get(1)),
                    Instant.parse(values.get(2)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException unknown) {
            throw new OffsetStoreException(
                    "Cannot read a loss receipt in " + where + ": column '" + key + "' holds '" + text
                            + "'; it was changed by hand or written by a later version of the store",
                    unknown);
        }
    }
}
