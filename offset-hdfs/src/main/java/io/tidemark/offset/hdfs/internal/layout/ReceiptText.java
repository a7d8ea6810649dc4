package io.tidemark.offset.hdfs.internal.layout;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.spi.ReceiptLines;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of a group's loss receipts, oldest first, as {@link ReceiptLines}. */
public final class ReceiptText {

    private static final String KIND = "tidemark-receipts";

    private ReceiptText() {}

    /** Encodes receipts. A receipt replaces an earlier one with an equal {@link LossReceipt#key()}. */
    public static byte[] write(GroupId group, Collection<LossReceipt> receipts) {
        Map<LossReceipt.Key, LossReceipt> distinct = new LinkedHashMap<>();
        receipts.forEach(receipt -> distinct.put(receipt.key(), receipt));
        List<LossReceipt> sorted =
                distinct.values().stream().sorted(LossReceipt.OLDEST_FIRST).toList();
        return CheckedText.write(KIND, group, new StringBuilder(Words.LINES.write(sorted)));
    }

    /**
     * Decodes receipts.
     *
     * @param file where they were found, for messages
     * @throws io.tidemark.offset.OffsetStoreException if the text is not a complete one of this layout
     */
    public static List<LossReceipt> read(GroupId group, byte[] data, String file) {
        ReceiptLines.Reader reader = Words.LINES.reader(group);
        CheckedText.read(data, KIND, group, file, reader);
        return reader.receipts();
    }
}
