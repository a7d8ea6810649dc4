package io.tidemark.offset.jdbc;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The table that keeps the offsets.
 *
 * @param layout its columns
 * @param name its name in the connection's database: letters, digits, {@code _} and {@code $}, at most 64 of them
 * @since 0.1
 */
public record SqlTable(Layout layout, String name) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,63}");

    /** @throws IllegalArgumentException if the name is not a plain identifier */
    public SqlTable {
        Objects.requireNonNull(layout, "layout");
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new IllegalArgumentException("Cannot keep offsets in a table named '" + name
                    + "': a name is made of letters, digits, _ and $, begins with no digit and has at most 64"
                    + " characters; name the database in the JDBC URL");
        }
    }

    /** {@code offset_tb}, in the layout of older jobs. */
    public static SqlTable seed() {
        return seed("offset_tb");
    }

    /** A table in the layout of older jobs. */
    public static SqlTable seed(String name) {
        return new SqlTable(Layout.SEED, name);
    }

    /** {@code tidemark_offset}, in the layout that keeps identities, times and writers. */
    public static SqlTable own() {
        return own("tidemark_offset");
    }

    /** A table in the layout that keeps identities, times and writers. */
    public static SqlTable own(String name) {
        return new SqlTable(Layout.OWN, name);
    }

    /** The name of a table beside this one. */
    String beside(String suffix, int longest) {
        return name.substring(0, Math.min(name.length(), longest - suffix.length())) + suffix;
    }

    /** The columns of a table. */
    public enum Layout {
        /**
         * {@code topic, groupid, partitions, fromoffset, untiloffset}: the table that existing jobs already have.
         * Identities, times and writers are in a second table beside it, if the user may create it. Without that table,
         * a recreated topic is recognized only if its new log ends before the stored offset, and a conflict cannot name
         * the other writer.
         */
        SEED,
        /** The same with {@code clusterid, topicid, storedat, writer} for identities, times and writers. */
        OWN
    }

    @Override
    public String toString() {
        return name;
    }
}
