package io.tidemark.recharge.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses a gzip file of one or several members (RFC 1952). If the last member is followed by other data, it
 * reports an error; {@link java.util.zip.GZIPInputStream} ignores such data. Zeros after the last member are padding.
 */
final class GzipMembers extends InputStream {

    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int FIXED_HEADER = 6;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private boolean inMember;
    private boolean ended;

    /** @param in the compressed file; closed with this stream */
    GzipMembers(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        try {
            while (!ended && length > 0) {
                if (!inMember) {
                    beginMember();
                } else {
                    int inflated = inflater.inflate(into, from, length);
                    if (inflated > 0) {
                        checksum.update(into, from, inflated);
                        return inflated;
                    } else if (inflater.finished()) {
                        endMember();
                    } else if (inflater.needsDictionary()) {
                        throw new ZipException("the gzip data is corrupt: it needs a dictionary");
                    } else {
                        giveInput();
                    }
                }
            }
            return length == 0 ? 0 : -1;
        } catch (DataFormatException e) {
            throw new ZipException("the gzip data is corrupt: " + e.getMessage());
        }
    }

    private void beginMember() throws IOException {
        int first = next();
        if (first <= 0) {
            requirePadding(first);
            ended = true;
            return;
        }
        if (first != MAGIC_1 || required() != MAGIC_2) {
            throw new ZipException("after a gzip member comes data that is not gzip");
        }
        if (required() != DEFLATE) {
            throw new ZipException("the gzip data is corrupt: its compression is unknown");
        }
        int flags = required();
        skip(FIXED_HEADER);
        if ((flags & HAS_EXTRA) != 0) {
            skip(required() | required() << Byte.SIZE);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CHECKSUM) != 0) {
            skip(2);
        }
        inflater.reset();
        checksum.reset();
        inMember = true;
    }

    private void giveInput() throws IOException {
        if (at == end && !fill()) {
            throw truncated();
        }
        inflater.setInput(buffer, at, end - at);
        at = end;
    }

    private void endMember() throws IOException {
        at = end - inflater.getRemaining();
        long sum = requiredInteger();
        long size = requiredInteger();
        if (sum != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("the gzip data is corrupt: its checksum does not match");
        }
        inMember = false;
    }

    private void requirePadding(int first) throws IOException {
        for (int octet = first; octet >= 0; octet = next()) {
            if (octet != 0) {
                throw new ZipException("after a gzip member comes data that is not gzip");
            }
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            required();
        }
    }

    private void skipText() throws IOException {
        int octet = required();
        while (octet != 0) {
            octet = required();
        }
    }

    private long requiredInteger() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            value |= (long) required() << shift;
        }
        return value;
    }

    private int required() throws IOException {
        int octet = next();
        if (octet < 0) {
            throw truncated();
        }
        return octet;
    }

    private int next() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private static EOFException truncated() {
        return new EOFException("the gzip data is truncated: the file ends in the middle of a member");
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
