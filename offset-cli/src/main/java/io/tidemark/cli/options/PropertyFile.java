package io.tidemark.cli.options;

import io.tidemark.cli.output.CommandException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Settings in a file of the form {@code key=value}, which may hold secrets: no message shows its content. */
final class PropertyFile {

    private PropertyFile() {}

    static Map<String, String> read(String option, Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(TextFile.read(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.usage("Cannot read " + option + " " + file + ": "
                    + (Files.isReadable(file)
                            ? "it is not a UTF-8 file of key=value lines"
                            : "there is no such file, or this user may not read it"));
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }
}
