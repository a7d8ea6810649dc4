package io.tidemark.offset.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads secrets, which are given directly or by their location. No message contains them. */
final class SecretText {

    private static final String FILE = "file:";
    private static final String ENVIRONMENT = "env:";

    private SecretText() {}

    static Optional<String> read(String key, String given, List<String> problems) {
        if (given.startsWith(FILE)) {
            return ofFile(key, given.substring(FILE.length()), problems);
        }
        if (given.startsWith(ENVIRONMENT)) {
            String name = given.substring(ENVIRONMENT.length());
            Optional<String> value = Optional.ofNullable(System.getenv(name));
            if (value.isEmpty()) {
                problems.add(key + " is read from the environment, but there is no variable " + name);
            }
            return value;
        }
        return Optional.of(given);
    }

    private static Optional<String> ofFile(String key, String path, List<String> problems) {
        try {
            String text = Files.readString(Path.of(path));
            return Optional.of(
                    text.endsWith("\r\n")
                            ? text.substring(0, text.length() - 2)
                            : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        } catch (IOException | InvalidPathException e) {
            problems.add(key + " cannot be read from file " + path + " ("
                    + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }
}
