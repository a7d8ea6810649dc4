package io.tidemark.offset.hbase.internal.layout;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.spi.ReceiptLines;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * A loss receipt as one column: its name holds the receipt's key, so that a repeated decision replaces it, and its
 * value holds the rest.
 */
public final class ReceiptColumn {

    private static final String PREFIX = "loss ";
    private static final ReceiptLines LINES = new ReceiptLines(Words::encode, Words::decode);

    private ReceiptColumn() {}

    /** The prefix of the names of all receipts. */
    public static byte[] prefix() {
        return GroupRow.ascii(PREFIX);
    }

    public static byte[] name(LossReceipt receipt) {
        TopicPartition partition = receipt.partition();
        return GroupRow.ascii(PREFIX + Words.encode(partition.topic()) + " " + partition.partition() + " "
                + LINES.identity(receipt.identity()) + " " + receipt.from() + " " + receipt.reason());
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
            return new LossReceipt(
                    group,
                    new TopicPartition(Words.decode(keys.get(0)), Integer.parseInt(keys.get(1))),
                    LINES.identity(keys.get(2), keys.get(3)),
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
