package io.tidemark.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files of this machine under a scheme that only the configuration of a Spark context knows; away when a test says so.
 */
public final class UnreliableFileSystem extends RawLocalFileSystem {

    public static final AtomicBoolean AWAY = new AtomicBoolean();

    /** What makes the scheme known. */
    public static final String IMPLEMENTATION = "fs.unreliable.impl";

    public static URI uri(java.nio.file.Path file) {
        return URI.create("unreliable://" + file.toUri().getRawPath());
    }

    @Override
    public URI getUri() {
        return URI.create("unreliable:///");
    }

    @Override
    public boolean exists(Path path) throws IOException {
        if (AWAY.get()) {
            throw new IOException("the file system is away");
        }
        return Files.exists(java.nio.file.Path.of(path.toUri().getPath()));
    }
}
