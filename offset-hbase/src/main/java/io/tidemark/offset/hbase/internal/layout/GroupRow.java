package io.tidemark.offset.hbase.internal.layout;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.nio.charset.StandardCharsets;

/** The key of a group's row, and the names of its columns. */
public final class GroupRow {

    public static final String FAMILY_NAME = "tidemark";

    private static final byte[] FAMILY = ascii(FAMILY_NAME);
    private static final byte[] OFFSETS = ascii("offsets");
    private static final byte[] GOVERNOR = ascii("governor");
    private static final int MAX_KEY = Short.MAX_VALUE;

    private GroupRow() {}

    /**
     * The key of a group's row.
     *
     * @throws OffsetStoreException if the group's name is longer than a key may be
     */
    public static byte[] key(GroupId group) {
        byte[] key = ascii(Words.encode(group.value()));
        if (key.length > MAX_KEY) {
            throw new OffsetStoreException("Cannot store a group whose encoded name has " + key.length
                    + " bytes in HBase: the key of a row has at most " + MAX_KEY + "; use a shorter group.id");
        }
        return key;
    }

    /**
     * The group of a row.
     *
     * @param table the table, for messages
     * @throws OffsetStoreException if another program has written the row
     */
    public static GroupId group(byte[] key, String table) {
        String text = new String(key, StandardCharsets.US_ASCII);
        try {
            return new GroupId(Words.decode(text));
        } catch (IllegalArgumentException e) {
            throw new OffsetStoreException(
                    "Cannot list the groups in " + table + ": the row '" + text + "' is not one that Tidemark writes;"
                            + " remove it, or use a table that no other program writes",
                    e);
        }
    }

    public static byte[] family() {
        return FAMILY.clone();
    }

    public static byte[] offsets() {
        return OFFSETS.clone();
    }

    public static byte[] governor() {
        return GOVERNOR.clone();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
