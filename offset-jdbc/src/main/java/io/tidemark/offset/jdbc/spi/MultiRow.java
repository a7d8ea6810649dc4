package io.tidemark.offset.jdbc.spi;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement with one group of values for each row. It is sent in as few pieces as the server's packets allow: in one
 * piece, unless there are tens of thousands of rows or very long names.
 *
 * @since 0.1
 */
public final class MultiRow {

    /** Below the limit of 65,535 placeholders of a statement that is prepared on the server. */
    private static final int PLACEHOLDERS = 60_000;

    private static final int NUMBERS_AND_SYNTAX = 128;

    private final String before;
    private final String after;
    private final String separator;
    private final List<String> textsAfter;
    private final long packetLimit;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param before the statement up to the first row
     * @param separator the text between two rows
     * @param after the text after the last row
     * @param maxAllowedPacket the server's limit, of which half is used
     */
    public MultiRow(String before, String separator, String after, long maxAllowedPacket) {
        this(before, separator, after, List.of(), maxAllowedPacket);
    }

    /** @param textsAfter the texts for the placeholders after the last row */
    public MultiRow(String before, String separator, String after, List<String> textsAfter, long maxAllowedPacket) {
        this.before = before;
        this.separator = separator;
        this.after = after;
        this.textsAfter = List.copyOf(textsAfter);
        this.packetLimit = maxAllowedPacket / 2;
    }

    /**
     * Adds a row.
     *
     * @param sql the row, with placeholders for texts; numbers are written out
     * @param texts the texts, in the order of their placeholders
     */
    public void add(String sql, List<String> texts) {
        rows.add(new Row(sql, List.copyOf(texts)));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * Sends an update.
     *
     * @return the number of rows that the server reports, of all pieces together
     */
    public long execute(Connection connection) throws SQLException {
        long[] reported = {0};
        send(connection, List.of(), statement -> reported[0] += statement.executeUpdate());
        return reported[0];
    }

    /**
     * Sends a query.
     *
     * @param textsBefore the texts for the placeholders before the first row
     * @param reader reads the result of each piece
     */
    public void query(Connection connection, List<String> textsBefore, AnswerReader reader) throws SQLException {
        send(connection, textsBefore, statement -> {
            try (ResultSet answer = statement.executeQuery()) {
                reader.read(answer);
            }
        });
    }

    /** Reads the result of a piece. */
    @FunctionalInterface
    public interface AnswerReader {

        void read(ResultSet answer) throws SQLException;
    }

    /** Runs a piece. */
    @FunctionalInterface
    private interface Piece {

        void run(PreparedStatement statement) throws SQLException;
    }

    private void send(Connection connection, List<String> textsBefore, Piece piece) throws SQLException {
        int next = 0;
        while (next < rows.size()) {
            int end = endOfPiece(next);
            List<String> texts = new ArrayList<>(textsBefore);
            rows.subList(next, end).forEach(row -> texts.addAll(row.texts));
            texts.addAll(textsAfter);
            String sql = rows.subList(next, end).stream()
                    .map(Row::sql)
                    .collect(Collectors.joining(separator, before, after));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < texts.size(); i++) {
                    statement.setString(i + 1, texts.get(i));
                }
                piece.run(statement);
            }
            next = end;
        }
    }

    private int endOfPiece(int first) {
        long bytes = new Row(before + after, textsAfter).bytes();
        int texts = textsAfter.size();
        int next = first;
        while (next < rows.size()) {
            Row row = rows.get(next);
            bytes += row.bytes() + separator.length();
            texts += row.texts.size();
            if (next > first && (bytes > packetLimit || texts > PLACEHOLDERS)) {
                break;
            }
            next++;
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
