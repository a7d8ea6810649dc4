package io.tidemark.offset.hdfs;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.hdfs.EmbeddedHdfs;
import io.tidemark.offset.hdfs.internal.files.ClientSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** One HDFS for all tests, which leave it as it was, and one client; they end with the JVM. */
final class SharedHdfs {

    private static final EmbeddedHdfs SERVER =
            EmbeddedHdfs.start(ServerOptions.temporary().startTimeout(Duration.ofMinutes(3)));
    private static final FileSystem FILES = client(SERVER.uri(), Duration.ofSeconds(30));
    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    private SharedHdfs() {}

    static EmbeddedHdfs server() {
        return SERVER;
    }

    static String uri() {
        return SERVER.uri();
    }

    static FileSystem files() {
        return FILES;
    }

    /** A directory that no other test has, and that does not exist yet. */
    static Path unusedDirectory() {
        return new Path(uri() + "/test-" + DIRECTORIES.incrementAndGet());
    }

    /** Another client, with the settings of a store that is opened by its URL. */
    static FileSystem client(String uri, Duration timeout) {
        try {
            return FileSystem.newInstance(URI.create(uri), ClientSettings.create(Optional.empty(), Map.of(), timeout));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
