package io.tidemark.recharge.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The records of a log: its lines that are not blank. A line ends with a line feed, which may follow a carriage return,
 * or with the end of the log. A byte order mark at the beginning of the log is skipped. A line that exceeds the limit
 * is skipped and reported, without being held in memory. For use by one thread.
 */
final class RecordLines {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream log;
    private final int longest;
    private final Consumer<LongLine> tooLong;
    private byte[] buffer = new byte[1 << 18];
    /** The bytes that were read and not yet returned. */
    private int from;

    private int until;
    private boolean ended;
    private long lineNumber;

    /**
     * @param log read to its end, not closed
     * @param longest the maximum length of a record
     * @param tooLong receives longer lines
     */
    RecordLines(InputStream log, int longest, Consumer<LongLine> tooLong) throws IOException {
        this.log = log;
        this.longest = longest;
        this.tooLong = tooLong;
        while (until < BYTE_ORDER_MARK.length && !ended) {
            readMore();
        }
        if (until >= BYTE_ORDER_MARK.length
                && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
            from = BYTE_ORDER_MARK.length;
        }
    }

    /** The next record; empty at the end of the log. */
    Optional<byte[]> next() throws IOException {
        while (true) {
            int end = endOfLine();
            if (end < 0) {
                return Optional.empty();
            }
            lineNumber++;
            int begin = from;
            from = Math.min(end + 1, until);
            int length = end > begin && buffer[end - 1] == '\r' ? end - begin - 1 : end - begin;
            if (length > longest) {
                tooLong.accept(new LongLine(lineNumber, length));
            } else if (!isBlank(begin, length)) {
                return Optional.of(Arrays.copyOfRange(buffer, begin, begin + length));
            }
        }
    }

    /** How many lines were read, including blank and skipped ones. */
    long linesRead() {
        return lineNumber;
    }

    /**
     * The end of the first line of the remaining bytes: its line feed or the end of the log; negative if the buffer
     * does not contain the end.
     */
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
            // a carriage return before the line feed is not part of the line
            if (searched > longest + 1L) {
                skipLine();
                searched = 0;
            } else {
                readMore();
            }
        }
    }

    /** Skips the rest of a line that already fills the buffer. */
    private void skipLine() throws IOException {
        long length = 0;
        int last = 0;
        while (true) {
            for (int i = from; i < until; i++) {
                if (buffer[i] == '\n') {
                    reportSkipped(length + i - from, i > from ? buffer[i - 1] : last);
                    from = i + 1;
                    return;
                }
            }
            length += until - from;
            last = until > from ? buffer[until - 1] : last;
            from = until;
            if (ended) {
                reportSkipped(length, last);
                return;
            }
            readMore();
        }
    }

    private void reportSkipped(long length, int last) {
        lineNumber++;
        tooLong.accept(new LongLine(lineNumber, last == '\r' ? length - 1 : length));
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
