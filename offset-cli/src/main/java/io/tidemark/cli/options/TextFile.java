package io.tidemark.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text files as editors on all systems write them. */
public final class TextFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TextFile() {}

    /**
     * Reads a file in UTF-8, without the byte order mark that editors on Windows put at its start.
     *
     * @throws IOException if there is no such file, it cannot be read, or it is not UTF-8
     */
    public static String read(Path file) throws IOException {
        String text = Files.readString(file);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }
}
