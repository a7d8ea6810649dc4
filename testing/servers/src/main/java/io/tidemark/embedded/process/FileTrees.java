package io.tidemark.embedded.process;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Whole directories: copied, removed. */
public final class FileTrees {

    /** How often a removal is repeated, and how long to wait in between. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_MILLIS = 50;

    private FileTrees() {}

    /** Copies a directory so that the target, which must be missing, is there completely or not at all. */
    public static void copyAtomically(Path source, Path target) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        remove(partial);
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectory(partial.resolve(source.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, partial.resolve(source.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Removes a directory with all it holds; nothing happens if it is missing or removed at the same time. A child of a
     * killed server (a Redis that saves its data, for example) may still write for a moment: the removal is then
     * repeated.
     */
    static void remove(Path root) throws IOException {
        for (int attempt = 1; Files.exists(root); attempt++) {
            try {
                removeOnce(root);
            } catch (DirectoryNotEmptyException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(IOException reason) throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    private static void removeOnce(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
