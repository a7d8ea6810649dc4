package io.tidemark.servers;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Settings of a server's own configuration, for tests that need other ones than the standard. Immutable.
 */
public final class ServerSetup {

    private static final ServerSetup STANDARD = new ServerSetup(Map.of(), Map.of());

    private final Map<String, String> texts;
    private final Map<String, Path> files;

    private ServerSetup(Map<String, String> texts, Map<String, Path> files) {
        this.texts = Collections.unmodifiableMap(texts);
        this.files = Collections.unmodifiableMap(files);
    }

    /** No setting but the standard ones. */
    public static ServerSetup standard() {
        return STANDARD;
    }

    /**
     * The same with one more setting.
     *
     * @param key as the server spells it
     * @param value its value
     */
    public ServerSetup setting(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(texts);
        more.put(key, value);
        return new ServerSetup(more, files);
    }

    /**
     * The same with one more setting whose value is a file that the server reads.
     *
     * @param key as the server spells it
     * @param file of the test; a container gets a copy of it
     */
    public ServerSetup file(String key, Path file) {
        Map<String, Path> more = new LinkedHashMap<>(files);
        more.put(key, file);
        return new ServerSetup(texts, more);
    }

    /** All settings, the files' paths as the server will see them. */
    Map<String, String> settings(Function<Path, String> seen) {
        Map<String, String> all = new LinkedHashMap<>(texts);
        files.forEach((key, file) -> all.put(key, seen.apply(file)));
        return all;
    }

    /** Whether there is a setting of the name. */
    boolean has(String key) {
        return texts.containsKey(key) || files.containsKey(key);
    }

    /** The files. */
    Iterable<Path> files() {
        return files.values();
    }
}
