package io.tidemark.recharge.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/** The lines of a log file that are records: those that are not blank, without their line ends. */
final class LogLines {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final PushbackInputStream log;
    private byte[] line = new byte[1024];
    private int length;

    LogLines(InputStream log) {
        this.log = new PushbackInputStream(log, BYTE_ORDER_MARK.length);
    }

    void forEach(ObjIntConsumer<byte[]> consumer) throws IOException {
        skipByteOrderMark();
        byte[] block = new byte[1 << 16];
        for (int read = log.read(block); read >= 0; read = log.read(block)) {
            for (int i = 0; i < read; i++) {
                if (block[i] == '\n') {
                    end(consumer);
                } else {
                    append(block[i]);
                }
            }
        }
        end(consumer);
    }

    private void append(byte octet) {
        if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = octet;
    }

    private void end(ObjIntConsumer<byte[]> consumer) {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        if (!isBlank(end)) {
            consumer.accept(line, end);
        }
        length = 0;
    }

    private void skipByteOrderMark() throws IOException {
        byte[] first = log.readNBytes(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(first, BYTE_ORDER_MARK)) {
            log.unread(first);
        }
    }

    private boolean isBlank(int end) {
        for (int i = 0; i < end; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
