package io.tidemark.embedded.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a server's log, for messages. */
public final class LogTail {

    private static final int BYTES = 16_384;
    private static final int LINES = 20;

    private LogTail() {}

    static long sizeOf(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException unreadable) {
            return 0;
        }
    }

    /**
     * A clause for the end of a message: the last lines that were written from the given position on.
     *
     * @param from where in the file the interesting part begins
     */
    public static String describe(Path log, long from) {
        List<String> lines = linesSince(log, from);
        if (lines.isEmpty()) {
            return "; its log " + log + " says nothing";
        }
        int first = Math.max(0, lines.size() - LINES);
        return lines.subList(first, lines.size()).stream()
                .collect(Collectors.joining("\n  ", "; the end of its log " + log + ":\n  ", ""));
    }

    private static List<String> linesSince(Path log, long from) {
        if (Files.notExists(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(from, file.length() - BYTES));
            byte[] bytes = new byte[(int) Math.max(0, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            return List.of("(cannot be read: " + unreadable + ")");
        }
    }
}
