package io.tidemark.recharge.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * One JSON parser for many records. The parser reads the records as one input of consecutive objects, of which it sees
 * only the current one. For use by one thread.
 *
 * <p>A caller that has not read a record to its end must discard the parser: the next record gets a new one.
 */
final class KeptParser {

    /** The most that Jackson buffers at once. For larger records the cost of a separate parser is negligible. */
    private static final int LARGEST_RECORD = 8_000;

    /**
     * The number of bytes after which a parser is replaced. It remembers every field name until it is closed, so the
     * limit is what a single large record could make it remember.
     */
    private static final int LARGEST_INPUT = 256 * 1024;

    private static final OutputStream NOWHERE = OutputStream.nullOutputStream();

    private final JsonFactory json;
    private final Input input = new Input();
    private @Nullable JsonParser parser;
    private int read;

    KeptParser(JsonFactory json) {
        this.json = json;
    }

    /** Whether a record begins and ends like an object, white space aside, and has an ordinary size. */
    static boolean isPlain(byte[] record) {
        int end = endOfText(record);
        return end > 1 && end <= LARGEST_RECORD && record[0] == '{' && record[end - 1] == '}';
    }

    /**
     * The parser before the first token of a record.
     *
     * @param plain a UTF-8 record for which {@link #isPlain} is true
     */
    JsonParser on(byte[] plain) throws IOException {
        if (read > LARGEST_INPUT) {
            discard();
        }
        int length = endOfText(plain);
        input.begin(plain, length);
        read += length;
        JsonParser kept = parser;
        if (kept == null) {
            kept = json.createParser(input);
            parser = kept;
        }
        return kept;
    }

    /** Whether the parser has read the record as one object, to its end. */
    boolean isAtEnd() throws IOException {
        return parser != null
                && parser.currentToken() == JsonToken.END_OBJECT
                && parser.getParsingContext().inRoot()
                && input.isTaken()
                && parser.releaseBuffered(NOWHERE) <= 0;
    }

    /** Closes the parser; the next record gets a new one. */
    void discard() {
        JsonParser spent = parser;
        parser = null;
        read = 0;
        try {
            if (spent != null) {
                spent.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a parser of bytes in memory: " + e.getMessage(), e);
        }
    }

    private static int endOfText(byte[] record) {
        int end = record.length;
        while (end > 0 && isWhiteSpace(record[end - 1])) {
            end--;
        }
        return end;
    }

    private static boolean isWhiteSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    /** An input that ends with the current record. */
    private static final class Input extends InputStream {

        private byte[] bytes = {};
        private int at;
        private int end;

        void begin(byte[] record, int length) {
            bytes = record;
            at = 0;
            end = length;
        }

        boolean isTaken() {
            return at == end;
        }

        @Override
        public int read() {
            return at == end ? -1 : bytes[at++] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == end) {
                return -1;
            }
            int taken = Math.min(length, end - at);
            System.arraycopy(bytes, at, into, from, taken);
            at += taken;
            return taken;
        }
    }
}
