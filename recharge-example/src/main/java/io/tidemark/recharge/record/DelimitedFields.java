package io.tidemark.recharge.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records that are lines of delimited text. It allocates nothing per record: the characters are copied into one
 * buffer, which grows to the longest record, and quoted fields are unquoted in place.
 */
final class DelimitedFields implements FieldReader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    /** A value that no character has. */
    private static final int NO_QUOTE = -1;

    private final char[] delimiter;
    private final int quote;
    private final int columns;
    private final char[][] names;
    private final FieldTree fields;
    private final List<FieldTree> byColumn = new ArrayList<>();
    private final FieldTree nobody = new FieldTree();

    private char[] text = new char[1024];
    private int end;
    private boolean heading;

    DelimitedFields(RecordFormat.Delimited format, FieldTree fields) {
        this.delimiter = format.delimiter().toCharArray();
        this.names = format.columns().stream().map(String::toCharArray).toArray(char[][]::new);
        this.quote = format.quote().isEmpty() ? NO_QUOTE : format.quote().charAt(0);
        this.columns = format.columns().size();
        this.fields = fields;
        for (String column : format.columns()) {
            byColumn.add(known(fields.at(column)));
        }
        if (columns == 0) {
            int last = fields.names().stream().mapToInt(Integer::parseInt).max().orElse(0);
            for (int number = 1; number <= last; number++) {
                byColumn.add(known(fields.at(String.valueOf(number))));
            }
        }
    }

    private FieldTree known(@Nullable FieldTree field) {
        return field == null ? nobody : field;
    }

    @Override
    public boolean read(byte[] record) {
        fields.clear();
        if (!Utf8.isValid(record)) {
            return false;
        }
        decode(record);
        int at = end > 0 && text[0] == BYTE_ORDER_MARK ? 1 : 0;
        end = withoutLineEnd();
        if (at >= end) {
            return false;
        }
        int column = 0;
        heading = columns > 0;
        while (true) {
            int next = at < end && text[at] == quote ? quoted(at, column) : plain(at, column);
            if (next < 0) {
                return false;
            }
            column++;
            if (next == end) {
                return columns == 0 || column == columns;
            }
            at = next + delimiter.length;
        }
    }

    /** Reads a field without quotes. Returns its end, or a negative number if it is not valid. */
    private int plain(int begin, int column) {
        int at = begin;
        while (at < end && !isDelimiter(at)) {
            if (text[at] == quote || text[at] == '\n' || text[at] == '\r') {
                return -1;
            }
            at++;
        }
        fill(column, begin, at);
        return at;
    }

    /** Reads a quoted field, and replaces doubled quotes by single ones in place. */
    private int quoted(int begin, int column) {
        int to = begin;
        int at = begin + 1;
        while (at < end) {
            if (text[at] == quote) {
                at++;
                if (at == end || isDelimiter(at)) {
                    fill(column, begin, to);
                    return at;
                }
                if (text[at] != quote) {
                    return -1;
                }
            }
            text[to++] = text[at++];
        }
        return -1;
    }

    /** Whether the last record holds the names of the columns. */
    @Override
    public boolean isHeading() {
        return heading;
    }

    private void fill(int column, int from, int to) {
        heading = heading && column < columns && Arrays.equals(names[column], 0, names[column].length, text, from, to);
        field(column).fill(text, from, to - from);
    }

    private boolean isDelimiter(int at) {
        return text[at] == delimiter[0]
                && (delimiter.length == 1
                        || (at + delimiter.length <= end
                                && Arrays.equals(delimiter, 0, delimiter.length, text, at, at + delimiter.length)));
    }

    private FieldTree field(int column) {
        return column < byColumn.size() ? byColumn.get(column) : nobody;
    }

    /** A single line end after the record is not part of it. */
    private int withoutLineEnd() {
        int length = end;
        if (length > 0 && text[length - 1] == '\n') {
            length--;
        }
        return length > 0 && text[length - 1] == '\r' ? length - 1 : length;
    }

    private void decode(byte[] utf8) {
        if (text.length < utf8.length) {
            text = new char[Math.max(utf8.length, Math.min(text.length * 2, Integer.MAX_VALUE / 2))];
        }
        int to = 0;
        int at = 0;
        while (at < utf8.length) {
            int first = utf8[at];
            if (first >= 0) {
                text[to++] = (char) first;
                at++;
            } else if (first < (byte) 0xe0) {
                text[to++] = (char) (bits(first, 0x1f, 6) | bits(utf8[at + 1], 0x3f, 0));
                at += 2;
            } else if (first < (byte) 0xf0) {
                text[to++] = (char) (bits(first, 0x0f, 12) | bits(utf8[at + 1], 0x3f, 6) | bits(utf8[at + 2], 0x3f, 0));
                at += 3;
            } else {
                int character = bits(first, 0x07, 18)
                        | bits(utf8[at + 1], 0x3f, 12)
                        | bits(utf8[at + 2], 0x3f, 6)
                        | bits(utf8[at + 3], 0x3f, 0);
                text[to++] = Character.highSurrogate(character);
                text[to++] = Character.lowSurrogate(character);
                at += 4;
            }
        }
        end = to;
    }

    private static int bits(int octet, int mask, int shift) {
        return (octet & mask) << shift;
    }
}
