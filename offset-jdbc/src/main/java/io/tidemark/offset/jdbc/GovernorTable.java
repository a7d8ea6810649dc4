package io.tidemark.offset.jdbc;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.spi.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The statements on the table that records what governs each group of each table of offsets. */
final class GovernorTable {

    static final String NAME = "tidemark_governor";

    private static final int GROUP_LENGTH = 255;

    private static final List<String> KEY = List.of("offsettable", "groupid");

    private final Dialect dialect;
    private final SqlTable table;

    GovernorTable(Dialect dialect, SqlTable table) {
        this.dialect = dialect;
        this.table = table;
    }

    Optional<Governor> of(Connection connection, GroupId group) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT governor FROM " + dialect.quoted(NAME) + " WHERE offsettable = ? AND groupid = ?")) {
            statement.setString(1, table.name());
            statement.setString(2, group.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(Governor.ofText(rows.getString(1))) : Optional.empty();
            }
        }
    }

    void put(Connection connection, GroupId group, Governor governor) throws SQLException {
        if (group.value().codePointCount(0, group.value().length()) > GROUP_LENGTH) {
            // a server that is not strict would truncate it, and two groups would become one
            throw new OffsetStoreException(
                    "Cannot record what governs group " + group + " in table " + NAME + ": it holds groups of at most "
                            + GROUP_LENGTH + " characters; nothing was stored. Use a shorter name");
        }
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO "
                + dialect.quoted(NAME) + " (offsettable, groupid, governor, recordedat) VALUES (?, ?, ?, "
                + dialect.now() + ")" + dialect.replacing(KEY, List.of("governor", "recordedat")))) {
            statement.setString(1, table.name());
            statement.setString(2, group.value());
            statement.setString(3, governor.text());
            statement.executeUpdate();
        }
    }
}
