package io.tidemark.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Writes down, for the report at the end of a run, which servers were started, and what each says of its version. */
final class Started {

    private static final Set<String> WRITTEN = ConcurrentHashMap.newKeySet();

    private Started() {}

    /** The server that was passed. One of an image and kind is asked in a JVM. */
    static <S extends TestServer> S recorded(String kind, S server, Function<? super S, String> version) {
        String directory = System.getProperty("tidemark.servers.report", "");
        String image = server instanceof ContainerServer container ? container.image() : "embedded";
        String used = server instanceof ContainerServer container ? container.imageUsed() : image;
        if (!directory.isEmpty() && WRITTEN.add(kind + image)) {
            String line = String.join("\t", kind, image, used, version.apply(server)) + "\n";
            Path file = Path.of(directory, ProcessHandle.current().pid() + ".servers");
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException failure) {
                throw new UncheckedIOException("Cannot write " + file, failure);
            }
        }
        return server;
    }
}
