package io.tidemark.offset.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement with one group of values for each row, sent in as few pieces as the server's packets allow: one, but for
 * tens of thousands of rows or very long names.
 */
final class MultiRow {

    /** Below the 65,535 placeholders that a statement prepared on the server may have. */
    private static final int PLACEHOLDERS = 60_000;

    private static final int NUMBERS_AND_SYNTAX = 128;

    private final String before;
    private final String after;
    private final String separator;
    private final long packetLimit;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param before the statement up to the first row
     * @param separator what stands between two rows
     * @param after what stands behind the last row
     * @param maxAllowedPacket the server's limit, of which half is used
     */
    MultiRow(String before, String separator, String after, long maxAllowedPacket) {
        this.before = before;
        this.separator = separator;
        this.after = after;
        this.packetLimit = maxAllowedPacket / 2;
    }

    /**
     * Adds a row.
     *
     * @param sql the row, with placeholders for texts; numbers stand in it as they are
     * @param texts the texts, in the order of their placeholders
     */
    void add(String sql, List<String> texts) {
        rows.add(new Row(sql, List.copyOf(texts)));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void execute(Connection connection) throws SQLException {
        int next = 0;
        while (next < rows.size()) {
            next = executeFrom(connection, next);
        }
    }

    private int executeFrom(Connection connection, int first) throws SQLException {
        StringBuilder sql = new StringBuilder(before);
        List<String> texts = new ArrayList<>();
        long bytes = (long) before.length() + after.length();
        int next = first;
        while (next < rows.size()) {
            Row row = rows.get(next);
            bytes += row.bytes();
            if (next > first && (bytes > packetLimit || texts.size() + row.texts.size() > PLACEHOLDERS)) {
                break;
            }
            sql.append(next > first ? separator : "").append(row.sql);
            texts.addAll(row.texts);
            next++;
        }
        sql.append(after);
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < texts.size(); i++) {
                statement.setString(i + 1, texts.get(i));
            }
            statement.executeUpdate();
        }
        return next;
    }

    private record Row(String sql, List<String> texts) {

        long bytes() {
            long bytes = (long) NUMBERS_AND_SYNTAX + sql.length();
            for (String text : texts) {
                // at most three bytes for each unit of UTF-16, and every byte may be escaped
                bytes += 6L * text.length();
            }
            return bytes;
        }
    }
}
