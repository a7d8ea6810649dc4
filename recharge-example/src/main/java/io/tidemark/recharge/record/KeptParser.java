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
 * One JSON parser for many plain records, one after the other. To the parser they are one input of objects in sequence,
 * and sees only the current record of it. For use by one thread.
 *
 * <p>Whoever did not read a record to its end discards the parser: the next record gets another.
 */
final class KeptParser {

    /** As much as Jackson takes at once; above it a parser of its own is nothing beside the reading of the record. */
    private static final int LARGEST_RECORD = 8_000;

    /**
     * When a parser is replaced, in bytes. It remembers every name that it has seen until it is closed, so it is to see
     * no more of them than a single large record could show it.
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

    /** Whether a record begins and ends as an object does, white space aside, and is of a usual size. */
    static boolean isPlain(byte[] record) {
        int end = endOfText(record);
        return end > 1 && end <= LARGEST_RECORD && record[0] == '{' && record[end - 1] == '}';
    }

    /**
     * The parser, before the first token of a record.
     *
     * @param plain a record of which {@link #isPlain} is true and which is UTF-8
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

    /** Whether the parser has read the record as one object, and left nothing of it. */
    boolean isAtEnd() throws IOException {
        return parser != null
                && parser.currentToken() == JsonToken.END_OBJECT
                && parser.getParsingContext().inRoot()
                && input.isTaken()
                && parser.releaseBuffered(NOWHERE) <= 0;
    }

    /** Gives the parser up; the next record gets another. */
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

    /** The record at hand, as an input that ends with it. */
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
