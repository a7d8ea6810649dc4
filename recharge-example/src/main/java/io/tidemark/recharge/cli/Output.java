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

/** Writes a command's result to standard output, or to a file that is created only when the result is complete. */
final class Output {

    private Output() {}

    /** Writes warnings to standard error, one line each. */
    static void warnings(List<String> warnings) {
        warnings.forEach(warning -> System.err.println("recharge: " + warning));
    }

    /** Writes a text of lines. */
    static void text(Optional<Path> file, String text) {
        write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes bytes.
     *
     * @param file the target; empty or {@code -} for standard output
     * @throws UncheckedIOException if they cannot be written; an existing file is unchanged then
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
        try {
            Path target = target(file.get());
            if (isDevice(target)) {
                try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
                    body.writeTo(stream);
                }
            } else {
                replace(target, body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file.get() + ": " + e.getMessage(), e);
        }
    }

    private static void replace(Path target, Body body) throws IOException {
        Path draft = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        draft.toFile().deleteOnExit();
        try {
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
                body.writeTo(stream);
            }
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            discard(draft);
            throw e;
        }
    }

    /** The target file if the name is a symbolic link, so that the link is kept. */
    private static Path target(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    /** A device or a pipe is written to directly, and never replaced. */
    private static boolean isDevice(Path target) {
        return Files.exists(target) && !Files.isRegularFile(target);
    }

    /**
     * Checks before any work whether a file can be written.
     *
     * @throws UsageException if it cannot
     */
    static void requireWritable(Optional<Path> file, String option) {
        problem(file, option).ifPresent(problem -> {
            throw new UsageException(List.of(problem));
        });
    }

    /** The reason why a file could not be written; empty if it could be. */
    static Optional<String> problem(Optional<Path> file, String option) {
        if (file.isEmpty() || file.get().toString().equals("-")) {
            return Optional.empty();
        }
        String sentence = "Cannot write " + option + " " + file.get() + ": ";
        Path folder =
                Optional.ofNullable(file.get().toAbsolutePath().getParent()).orElse(Path.of("/"));
        if (!Files.isDirectory(folder)) {
            return Optional.of(sentence + "there is no folder " + folder);
        }
        if (Files.isDirectory(file.get())) {
            return Optional.of(sentence + "it is a folder");
        }
        return isDevice(file.get()) || Files.isWritable(folder)
                ? Optional.empty()
                : Optional.of(sentence + "its folder is not writable");
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // the original failure is the one to report
            return;
        }
    }

    /** Produces the result. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream stream) throws IOException;
    }
}
