package io.tidemark.recharge.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a log that are records: those that are not blank. A line ends with a line feed, with or without a carriage
 * return in front of it, or with the log; a byte order mark at the log's beginning is no part of it. For use by one thread.
 */
final class RecordLines {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream log;
    private byte[] buffer = new byte[1 << 18];
    /** Read and not yet handed out: from here to there. */
    private int from;

    private int until;
    private boolean ended;
    private long bytesRead;

    /** @param log read to its end, not closed */
    RecordLines(InputStream log) throws IOException {
        this.log = log;
        while (until < BYTE_ORDER_MARK.length && !ended) {
            readMore();
        }
        if (until >= BYTE_ORDER_MARK.length
                && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
            from = BYTE_ORDER_MARK.length;
        }
    }

    /** The next record; empty at the log's end. */
    Optional<byte[]> next() throws IOException {
        while (true) {
            int end = endOfLine();
            if (end < 0) {
                return Optional.empty();
            }
            int begin = from;
            from = Math.min(end + 1, until);
            int length = end > begin && buffer[end - 1] == '\r' ? end - begin - 1 : end - begin;
            if (!isBlank(begin, length)) {
                return Optional.of(Arrays.copyOfRange(buffer, begin, begin + length));
            }
        }
    }

    /** How much of the log has been read. */
    long bytesRead() {
        return bytesRead;
    }

    /** Where the line that begins the rest ends, its line feed or the end of the log; negative where nothing is left. */
    private int endOfLine() throws IOException {
        int searched = 0;
        while (true) {
            for (int i = from + searched; i < until; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            searched = until - from;
            if (ended) {
                return searched == 0 ? -1 : until;
            }
            readMore();
        }
    }

    private void readMore() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, until - from);
            until -= from;
            from = 0;
        }
        if (until == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = log.read(buffer, until, buffer.length - until);
        if (read < 0) {
            ended = true;
        } else {
            until += read;
            bytesRead += read;
        }
    }

    private boolean isBlank(int begin, int length) {
        for (int i = begin; i < begin + length; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
