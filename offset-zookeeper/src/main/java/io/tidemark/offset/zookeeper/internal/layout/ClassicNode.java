package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.OffsetStoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.zookeeper.data.Stat;

/**
 * A node of the classic layout as it was read.
 *
 * @param text its data, as text
 * @param version the data's version
 * @param modified when the data were last written, by the server's clock
 * @param modifiedIn the transaction that has written them
 */
public record ClassicNode(String text, int version, Instant modified, long modifiedIn) {

    private static final int SHOWN = 40;
    private static final String JAVA_SERIALIZED = "\u00AC\u00ED";

    public static ClassicNode of(byte[] data, Stat stat) {
        // one character per byte: data that are not a number are shown unchanged
        return new ClassicNode(
                new String(data, StandardCharsets.ISO_8859_1),
                stat.getVersion(),
                Instant.ofEpochMilli(stat.getMtime()),
                stat.getMzxid());
    }

    /**
     * The offset that the node holds.
     *
     * @param path the node and its server, for the message
     * @throws OffsetStoreException if it holds something else
     */
    public long offset(String path) {
        try {
            long offset = Long.parseLong(text.strip());
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException unreadable) {
            // reported below
        }
        throw new OffsetStoreException("Cannot read the offset at " + path + ": it holds "
                + (text.startsWith(JAVA_SERIALIZED)
                        ? "a Java object (written by a ZkClient without a serializer for text)"
                        : "'" + text.substring(0, Math.min(SHOWN, text.length())) + "'")
                + " and not a decimal number from 0 on; set the node's data to the next offset to read");
    }
}
