package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.ReceiptLines;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text of one decision's loss receipts, as {@link ReceiptLines}. */
public final class ReceiptText {

    private static final ReceiptLines LINES = new ReceiptLines(NodeName::word, NodeName::text);

    private ReceiptText() {}

    public static byte[] write(List<LossReceipt> receipts) {
        return LINES.write(receipts).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the text.
     *
     * @param path where it was found, for messages
     * @throws OffsetStoreException if the text was written by hand, or by a later version
     */
    public static List<LossReceipt> read(GroupId group, byte[] data, String path) {
        ReceiptLines.Reader reader = LINES.reader(group);
        NodeText.forEachLine(data, "the loss receipts", path, reader);
        return reader.receipts();
    }
}
