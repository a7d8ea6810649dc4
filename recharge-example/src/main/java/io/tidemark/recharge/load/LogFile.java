package io.tidemark.recharge.load;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Opens a log file: plain text or gzip, recognised by its first bytes. A file whose content is not UTF-8 text, or text
 * in a similar encoding, is refused before a record is read. For use by one thread.
 */
final class LogFile implements AutoCloseable {

    /** How much of the content is checked. */
    private static final int CHECKED = 8_192;
    /** The largest share of non-text bytes in a text, in percent. */
    private static final int MOST_FOREIGN_PERCENT = 10;

    private final CountedInput file;
    private final InputStream content;

    private LogFile(CountedInput file, InputStream content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Opens a file.
     *
     * @throws UnusableLogException if its content is not a log
     * @throws IOException if it cannot be read, or its compressed data ends early
     */
    static LogFile open(Path path) throws IOException {
        CountedInput file = new CountedInput(Files.newInputStream(path));
        try {
            InputStream plain = new BufferedInputStream(file, 1 << 16);
            boolean gzip =
                    FileKind.of(start(plain)).filter(FileKind.GZIP::equals).isPresent();
            InputStream content = gzip ? new BufferedInputStream(new GzipMembers(plain), 1 << 16) : plain;
            requireText(start(content), gzip);
            return new LogFile(file, content);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static byte[] start(InputStream content) throws IOException {
        content.mark(CHECKED);
        byte[] start = new byte[CHECKED];
        int length = 0;
        try {
            length = content.readNBytes(start, 0, CHECKED);
        } finally {
            content.reset();
        }
        return Arrays.copyOf(start, length);
    }

    private static void requireText(byte[] start, boolean gzip) {
        String where = gzip ? "its decompressed content" : "it";
        Optional<FileKind> kind = FileKind.of(start);
        if (kind.isPresent()) {
            throw new UnusableLogException(where + " is " + kind.get().text() + ", not UTF-8 text; "
                    + kind.get().advice());
        }
        int foreign = foreignBytes(start);
        if (foreign * 100L > (long) start.length * MOST_FOREIGN_PERCENT) {
            throw new UnusableLogException(where + " is not UTF-8 text: of its first " + start.length + " bytes "
                    + foreign + " are zeros, control characters or not UTF-8; convert it to UTF-8 first");
        }
    }

    /** Counts bytes that are control characters of no text format, or not part of a UTF-8 character. */
    private static int foreignBytes(byte[] start) {
        int foreign = 0;
        int at = 0;
        while (at < start.length) {
            int octet = start[at] & 0xff;
            int length =
                    octet < 0x80 ? 1 : octet < 0xc2 ? 0 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : octet < 0xf5 ? 4 : 0;
            boolean whole = length > 0;
            for (int i = at + 1; i < Math.min(at + length, start.length); i++) {
                whole = whole && (start[i] & 0xc0) == 0x80;
            }
            if (!whole || isForeignControl(octet)) {
                foreign++;
                at++;
            } else {
                at += length;
            }
        }
        return foreign;
    }

    /** Tabs, line ends and the separators 0x01 to 0x04 and 0x1c to 0x1f occur in logs. */
    private static boolean isForeignControl(int octet) {
        return octet == 0 || (octet > 0x04 && octet < 0x09) || (octet > 0x0d && octet < 0x1c) || octet == 0x7f;
    }

    /** The decompressed content. */
    InputStream content() {
        return content;
    }

    /** How many bytes of the file were read. */
    long bytesRead() {
        return file.count;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private static final class CountedInput extends FilterInputStream {

        private long count;

        CountedInput(InputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            count += octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
