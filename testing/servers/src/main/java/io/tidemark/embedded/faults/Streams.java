package io.tidemark.embedded.faults;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads what a protocol does not frame. */
final class Streams {

    private static final int MOST = 1 << 16;

    private Streams() {}

    /** Whatever is there, at least one byte. */
    static byte[] available(InputStream in) throws IOException {
        byte[] buffer = new byte[MOST];
        int read = in.read(buffer);
        if (read < 0) {
            throw new EOFException("the connection has ended");
        }
        return Arrays.copyOf(buffer, read);
    }
}
