package io.tidemark.bench.candidate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Encodes and decodes numbers in few bytes: seven bits in each, the lowest first; and texts. Not thread-safe. */
public final class PackedBytes {

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int MOST_BYTES = 10;

    private byte[] bytes;
    private int at;

    /** Creates an empty array to write to. */
    public PackedBytes() {
        this(new byte[128]);
    }

    /** Reads from an array. */
    public PackedBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Writes a number. */
    public void put(long number) {
        reserve(MOST_BYTES);
        long left = number;
        while ((left & -MORE) != 0) {
            bytes[at++] = (byte) (left | MORE);
            left >>>= BITS;
        }
        bytes[at++] = (byte) left;
    }

    /** Reads a number. */
    public long number() {
        long read = 0;
        int shift = 0;
        while (bytes[at] < 0) {
            read |= (long) (bytes[at++] & (MORE - 1)) << shift;
            shift += BITS;
        }
        return read | (long) bytes[at++] << shift;
    }

    /** Writes a text. */
    public void put(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        put(encoded.length);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
        at += encoded.length;
    }

    /** Reads a text. */
    public String text() {
        int length = (int) number();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /** The bytes that were written. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, at);
    }

    private void reserve(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }
}
