package io.tidemark.embedded.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of a server's files, as a snapshot of its disk would be. */
public final class DataCopy {

    private final EmbeddedRedis server;
    private final Path directory;

    private DataCopy(EmbeddedRedis server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /** Copies the files of a server while it stands still. */
    public static DataCopy of(EmbeddedRedis server, Path directory) throws IOException {
        server.freeze();
        try {
            replace(server.dataDirectory(), directory);
        } finally {
            server.thaw();
        }
        return new DataCopy(server, directory);
    }

    /** Kills the server and starts it again on this copy, at its address. */
    public void restore() throws IOException {
        server.kill();
        replace(directory, server.dataDirectory());
        server.restart();
    }

    private static void replace(Path from, Path to) throws IOException {
        for (Path file : files(to)) {
            Files.delete(file);
        }
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
