package io.tidemark.recharge.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The directory of the demo's servers, with the options that the demo was started with. */
final class DataDirectory implements AutoCloseable {

    private static final String WHAT_IT_IS = "demo.properties";

    private final Path path;
    private final boolean temporary;

    private DataDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * Opens the directory of a demo.
     *
     * @throws DemoException if it cannot be created, or was created with other options
     */
    static DataDirectory open(DemoOptions options) {
        try {
            if (options.dataDirectory().isEmpty()) {
                return new DataDirectory(Files.createTempDirectory("recharge-demo-"), true);
            }
            Path path = options.dataDirectory().get().toAbsolutePath().normalize();
            Files.createDirectories(path);
            DataDirectory directory = new DataDirectory(path, false);
            directory.requireSame(options);
            return directory;
        } catch (IOException e) {
            throw new DemoException(
                    "Cannot use the data directory "
                            + options.dataDirectory().map(Path::toString).orElse("for temporary files") + ": "
                            + e.getMessage(),
                    e);
        }
    }

    Path path() {
        return path;
    }

    /** Removes a temporary directory. */
    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try {
            remove(path);
        } catch (IOException | UncheckedIOException e) {
            // the rest is in the system's directory for temporary files, and the demo has ended
            return;
        }
    }

    /**
     * Removes a folder with all that it holds, if there is one.
     *
     * @throws DemoException if it cannot be removed
     */
    void remove(String folder) {
        Path removed = path.resolve(folder);
        try {
            if (Files.exists(removed)) {
                remove(removed);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DemoException("Cannot remove " + removed + ": " + e.getMessage(), e);
        }
    }

    private static void remove(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private void requireSame(DemoOptions options) throws IOException {
        Properties now = new Properties();
        now.setProperty("preset", options.preset());
        now.setProperty("store", options.store().name());
        Path file = path.resolve(WHAT_IT_IS);
        Optional<Properties> before = read(file);
        if (before.isEmpty()) {
            try (Writer writer = Files.newBufferedWriter(file)) {
                now.store(writer, "what this demo was first started with");
            }
            return;
        }
        List<String> differences = new ArrayList<>();
        now.stringPropertyNames().stream().sorted().forEach(key -> {
            String then = before.get().getProperty(key, "nothing");
            if (!then.equals(now.getProperty(key))) {
                differences.add("--" + key + " was " + then.toLowerCase(java.util.Locale.ROOT) + ", not "
                        + now.getProperty(key).toLowerCase(java.util.Locale.ROOT));
            }
        });
        if (!differences.isEmpty()) {
            throw new DemoException("Cannot resume in the data directory " + path + ": "
                    + String.join(" and ", differences) + "; use the same, or another directory");
        }
    }

    private static Optional<Properties> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return Optional.of(properties);
    }
}
