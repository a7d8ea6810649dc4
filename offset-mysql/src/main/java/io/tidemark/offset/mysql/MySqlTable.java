package io.tidemark.offset.mysql;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The table that offsets are kept in.
 *
 * @param layout which columns it has
 * @param name its name in the connection's database: letters, digits, {@code _} and {@code $}, at most 64 of them
 */
public record MySqlTable(Layout layout, String name) {

    private static final int LONGEST = 64;
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,63}");

    /** @throws IllegalArgumentException if the name is not a plain identifier */
    public MySqlTable {
        Objects.requireNonNull(layout, "layout");
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new IllegalArgumentException("Cannot keep offsets in a table named '" + name
                    + "': a name is made of letters, digits, _ and $, begins with no digit and has at most 64"
                    + " characters; the database belongs into the JDBC URL");
        }
    }

    /** {@code offset_tb}, in the layout of older jobs. */
    public static MySqlTable seed() {
        return seed("offset_tb");
    }

    /** A table in the layout of older jobs. */
    public static MySqlTable seed(String name) {
        return new MySqlTable(Layout.SEED, name);
    }

    /** {@code tidemark_offset}, in the layout that keeps identities, times and writers. */
    public static MySqlTable own() {
        return own("tidemark_offset");
    }

    /** A table in the layout that keeps identities, times and writers. */
    public static MySqlTable own(String name) {
        return new MySqlTable(Layout.OWN, name);
    }

    /** The table that holds the identities of this one's rows, in the layout of older jobs. */
    String identityName() {
        return beside("_identity");
    }

    /** The table that this one's history is kept in. */
    String historyName() {
        return beside("_history");
    }

    private String beside(String suffix) {
        return name.substring(0, Math.min(name.length(), LONGEST - suffix.length())) + suffix;
    }

    /** Which columns a table has. */
    public enum Layout {
        /**
         * {@code topic, groupid, partitions, fromoffset, untiloffset}: the table that jobs of this kind already have.
         * It keeps no identities, times and writers: a topic that was created again under its old name is recognised
         * only where its new log ends before the stored offset, and a conflict cannot name who stored what it found.
         */
        SEED,
        /** The same with {@code clusterid, topicid, storedat, writer}: identities, times and writers are kept. */
        OWN
    }

    @Override
    public String toString() {
        return name;
    }
}
