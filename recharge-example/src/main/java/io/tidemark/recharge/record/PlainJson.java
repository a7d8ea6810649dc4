package io.tidemark.recharge.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of the usual shape: one object whose values are strings without escapes or integers. For any other
 * record it says so, and a JSON parser must read it. For use by one thread.
 *
 * <p>The text between two values (a comma, the name, the colon, white space and the quote) is a label. Producers write
 * the same fields in the same order, so the labels that followed the last one before are compared first, eight bytes at
 * a time. Values that are not requested are only searched for their end.
 */
final class PlainJson {

    /** The longest value of a requested field; a JSON parser reads longer ones. */
    private static final int LONGEST_VALUE = 256;

    private static final int LONGEST_LABEL = 128;
    private static final int MOST_DIGITS = 18;
    /** Names come from records: when there are more labels, all of them are forgotten. */
    private static final int MOST_LABELS = 512;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int NONE = -1;

    private final FieldTree fields;
    private final Map<String, Label> labels = new HashMap<>();
    private Label begin = Label.begin();
    /** All bits of the record's characters so far, and of those of the current value. */
    private long recordBits;

    private long valueBits;

    /** @param fields the requested fields; filled by {@link #read} */
    PlainJson(FieldTree fields) {
        this.fields = fields;
    }

    /**
     * Reads a record.
     *
     * @return whether the record has the usual shape, if it is UTF-8; if not, the slots hold the fields before the
     *     first difference
     */
    boolean read(byte[] record) {
        fields.clear();
        recordBits = 0;
        Label last = begin;
        int at = 0;
        while (true) {
            Label label = last.follower(record, at);
            if (label == null) {
                label = find(record, at, last);
                if (label == null) {
                    return last != begin && isEnd(record, at);
                }
            }
            at += label.text.length;
            valueBits = 0;
            int end = label.isQuoted ? endOfString(record, at) : endOfInteger(record, at);
            if (end == NONE || (label.field != null && !fill(label.field, record, at, end))) {
                return false;
            }
            recordBits |= label.bits | valueBits;
            at = label.isQuoted ? end + 1 : end;
            if (at < record.length && record[at] == '}') {
                return isEnd(record, at);
            }
            last = label;
        }
    }

    /** Whether the last record that was read has only ASCII characters. */
    boolean isAscii() {
        return (recordBits & HIGH_BITS) == 0;
    }

    /** Whether the object ends here, with nothing but white space around its end. */
    private static boolean isEnd(byte[] record, int at) {
        int brace = endOfSpace(record, at);
        return brace < record.length && record[brace] == '}' && endOfSpace(record, brace + 1) == record.length;
    }

    private boolean fill(FieldTree field, byte[] record, int at, int end) {
        int length = end - at;
        if (length > LONGEST_VALUE) {
            return false;
        }
        field.clear();
        if ((valueBits & HIGH_BITS) == 0) {
            field.fillLater(record, at, length);
        } else {
            char[] decoded = new String(record, at, length, StandardCharsets.UTF_8).toCharArray();
            field.fill(decoded, 0, decoded.length);
        }
        return true;
    }

    /** The label that begins here, if there is one; remembered as one that follows the last. */
    private @Nullable Label find(byte[] record, int at, Label last) {
        int next = last == begin ? at : endOfSpace(record, at);
        if (next >= record.length || record[next] != (last == begin ? '{' : ',')) {
            return null;
        }
        next = endOfSpace(record, next + 1);
        if (next >= record.length || record[next] != '"') {
            return null;
        }
        int name = next + 1;
        int endOfName = endOfString(record, name);
        if (endOfName == NONE) {
            return null;
        }
        next = endOfSpace(record, endOfName + 1);
        if (next >= record.length || record[next] != ':') {
            return null;
        }
        next = endOfSpace(record, next + 1);
        boolean isQuoted = next < record.length && record[next] == '"';
        if (!isQuoted && !beginsInteger(record, next)) {
            return null;
        }
        int end = isQuoted ? next + 1 : next;
        if (end - at > LONGEST_LABEL) {
            return null;
        }
        if (labels.size() == MOST_LABELS) {
            labels.clear();
            begin = Label.begin();
        }
        Label label = labels.computeIfAbsent(
                new String(record, at, end - at, StandardCharsets.ISO_8859_1),
                any -> new Label(
                        Arrays.copyOfRange(record, at, end),
                        isQuoted,
                        fields.at(new String(record, name, endOfName - name, StandardCharsets.UTF_8))));
        last.addFollower(label);
        return label;
    }

    /** The position of the quote that ends a string; none if an escape or a control character is before it. */
    private int endOfString(byte[] record, int from) {
        int at = from;
        while (at + Long.BYTES <= record.length) {
            long bytes = (long) LONGS.get(record, at);
            long found = zeros(bytes ^ QUOTES) | zeros(bytes ^ BACKSLASHES) | (bytes - SPACES & ~bytes & HIGH_BITS);
            if (found != 0) {
                // only the first byte that is found is sure: a borrow can reach those after it
                int before = Long.numberOfTrailingZeros(found) & ~7;
                valueBits |= bytes & (1L << before) - 1;
                int first = at + (before >>> 3);
                return record[first] == '"' ? first : NONE;
            }
            valueBits |= bytes;
            at += Long.BYTES;
        }
        while (at < record.length && record[at] != '"' && record[at] != '\\' && (record[at] < 0 || record[at] >= ' ')) {
            valueBits |= record[at++];
        }
        return at < record.length && record[at] == '"' ? at : NONE;
    }

    /** The high bit of the first byte that is zero, and of some bytes after it. */
    private static long zeros(long bytes) {
        return bytes - ONES & ~bytes & HIGH_BITS;
    }

    /** The end of an integer; none if it is another number or another value. */
    private static int endOfInteger(byte[] record, int from) {
        int first = from < record.length && record[from] == '-' ? from + 1 : from;
        int at = first;
        while (at < record.length && record[at] >= '0' && record[at] <= '9') {
            at++;
        }
        boolean hasOtherZero = at > first + 1 && record[first] == '0';
        boolean isEnded = at < record.length && (record[at] == ',' || record[at] == '}' || isSpace(record[at]));
        return at == first || at - first > MOST_DIGITS || hasOtherZero || !isEnded ? NONE : at;
    }

    private static boolean beginsInteger(byte[] record, int at) {
        return at < record.length && (record[at] == '-' || (record[at] >= '0' && record[at] <= '9'));
    }

    private static int endOfSpace(byte[] record, int from) {
        int at = from;
        while (at < record.length && isSpace(record[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    /** The text between two values. */
    private static final class Label {

        private static final int MOST_FOLLOWERS = 4;

        private final byte[] text;
        private final long[] words;
        private final long lastMask;
        private final long bits;
        private final boolean isQuoted;
        private final @Nullable FieldTree field;
        private Label[] followers = {};
        private int oldest;

        Label(byte[] text, boolean isQuoted, @Nullable FieldTree field) {
            this.text = text;
            this.isQuoted = isQuoted;
            this.field = field;
            long all = 0;
            words = new long[(text.length + Long.BYTES - 1) / Long.BYTES];
            byte[] filled = Arrays.copyOf(text, words.length * Long.BYTES);
            for (int i = 0; i < words.length; i++) {
                words[i] = (long) LONGS.get(filled, i * Long.BYTES);
            }
            for (byte character : text) {
                all |= character;
            }
            bits = all;
            int spare = words.length * Long.BYTES - text.length;
            lastMask = -1L >>> (spare * Byte.SIZE);
        }

        /** Before the first value. */
        static Label begin() {
            return new Label(new byte[0], false, null);
        }

        /** The label that is here, among those that followed this one before. */
        @Nullable
        Label follower(byte[] record, int at) {
            for (Label follower : followers) {
                if (follower.isAt(record, at)) {
                    return follower;
                }
            }
            return null;
        }

        void addFollower(Label follower) {
            if (followers.length < MOST_FOLLOWERS) {
                followers = Arrays.copyOf(followers, followers.length + 1);
                followers[followers.length - 1] = follower;
            } else {
                followers[oldest] = follower;
                oldest = (oldest + 1) % MOST_FOLLOWERS;
            }
        }

        /** The label of an integer can be the beginning of that of a string, so the next character counts as well. */
        private boolean isAt(byte[] record, int at) {
            return isTextAt(record, at) && (isQuoted || beginsInteger(record, at + text.length));
        }

        private boolean isTextAt(byte[] record, int at) {
            int last = words.length - 1;
            if (at + words.length * Long.BYTES > record.length) {
                return at + text.length <= record.length
                        && Arrays.equals(text, 0, text.length, record, at, at + text.length);
            }
            for (int i = 0; i < last; i++) {
                if ((long) LONGS.get(record, at + i * Long.BYTES) != words[i]) {
                    return false;
                }
            }
            return (((long) LONGS.get(record, at + last * Long.BYTES) ^ words[last]) & lastMask) == 0;
        }
    }
}
