package io.tidemark.recharge.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Writes a command's result: to standard output, or to a file that appears when it is complete and not before. */
final class Output {

    private Output() {}

    /** Writes a text of lines. */
    static void text(Optional<Path> file, String text) {
        write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes bytes.
     *
     * @param file where to; empty or {@code -} for standard output
     * @throws UncheckedIOException if they cannot be written; a file of that name is left as it was
     */
    static void write(Optional<Path> file, Body body) {
        if (file.isEmpty() || file.get().toString().equals("-")) {
            try {
                PrintStream out = System.out;
                OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
                body.writeTo(buffered);
                buffered.flush();
                if (out.checkError()) {
                    throw new IOException("standard output is closed");
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write to standard output: " + e.getMessage(), e);
            }
            return;
        }
        Path target = file.get().toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
                body.writeTo(stream);
            }
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(draft);
            throw new UncheckedIOException("Cannot write " + file.get() + ": " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            discard(draft);
            throw e;
        }
    }

    /**
     * Finds out before any work whether a file could be written.
     *
     * @throws UsageException if not
     */
    static void requireWritable(Optional<Path> file, String option) {
        if (file.isEmpty() || file.get().toString().equals("-")) {
            return;
        }
        Path folder =
                Optional.ofNullable(file.get().toAbsolutePath().getParent()).orElse(Path.of("/"));
        if (!Files.isDirectory(folder)) {
            throw new UsageException(
                    List.of("Cannot write " + option + " " + file.get() + ": there is no folder " + folder));
        }
        if (!Files.isWritable(folder) || Files.isDirectory(file.get())) {
            throw new UsageException(List.of(
                    "Cannot write " + option + " " + file.get() + ": it is a folder, or its folder is not writable"));
        }
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // the failure that led here is the one to report
            return;
        }
    }

    /** What is written. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream stream) throws IOException;
    }
}
