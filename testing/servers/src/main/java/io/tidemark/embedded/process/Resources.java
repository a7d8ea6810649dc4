package io.tidemark.embedded.process;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files on the class path: this module's own, and the servers in the jars of others. */
public final class Resources {

    private Resources() {}

    static InputStream open(String name) throws IOException {
        InputStream stream = Resources.class.getClassLoader().getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return stream;
    }

    /** A file's bytes; the caller closes the stream. */
    public static InputStream stream(String name) throws IOException {
        return open(name);
    }

    /** Copies a file out, with its directories. */
    public static void copy(String name, Path target) throws IOException {
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (InputStream stream = open(name)) {
            Files.copy(stream, target);
        }
    }
}
