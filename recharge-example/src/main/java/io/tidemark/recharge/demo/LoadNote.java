package io.tidemark.recharge.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Stores in a data directory where the topic's partitions ended before a log file was loaded. So loading the same file
 * resumes where it stopped, and the file is never loaded twice. A file is identified by its content, not by its name.
 */
final class LoadNote {

    private static final String NAME = "load.properties";
    private static final String FILE = "file";
    private static final String CONTENT = "sha256";
    private static final String COMPLETE = "complete";
    private static final String BASE = "base.";

    private final Path note;

    LoadNote(Path directory) {
        this.note = directory.resolve(NAME);
    }

    /**
     * The ends before the file was loaded: the stored ones, or the current ones, which are stored now.
     *
     * @throws DemoException if the load of another file is incomplete, or the file cannot be read
     */
    Map<TopicPartition, Long> bases(Path file, String topic, Supplier<Map<TopicPartition, Long>> ends) {
        try {
            String content = sha256(file);
            Optional<Properties> earlier = read();
            if (earlier.isPresent() && content.equals(earlier.get().getProperty(CONTENT))) {
                return bases(earlier.get(), topic);
            }
            requireComplete(earlier);
            Properties now = new Properties();
            now.setProperty(FILE, file.toAbsolutePath().toString());
            now.setProperty(CONTENT, content);
            now.setProperty(COMPLETE, "false");
            ends.get().forEach((partition, end) -> now.setProperty(BASE + partition.partition(), end.toString()));
            write(now);
            return bases(now, topic);
        } catch (IOException e) {
            throw new DemoException("Cannot load " + file + ": " + e.getMessage(), e);
        }
    }

    /** Notes that the last file is completely in the topic. */
    void complete() {
        try {
            Properties properties = read().orElseThrow(() -> new IOException(note + " is gone"));
            properties.setProperty(COMPLETE, "true");
            write(properties);
        } catch (IOException e) {
            throw new DemoException("Cannot note what was loaded: " + e.getMessage(), e);
        }
    }

    /**
     * Nothing else may be written to the topic while a load is incomplete.
     *
     * @throws DemoException if there is an incomplete load
     */
    void requireComplete() {
        try {
            requireComplete(read());
        } catch (IOException e) {
            throw new DemoException("Cannot read what was loaded: " + e.getMessage(), e);
        }
    }

    private void requireComplete(Optional<Properties> earlier) {
        if (earlier.isPresent() && !"true".equals(earlier.get().getProperty(COMPLETE))) {
            throw new DemoException("Cannot resume in the data directory " + note.getParent() + ": the loading of "
                    + earlier.get().getProperty(FILE) + " is incomplete; finish it first with --input "
                    + earlier.get().getProperty(FILE) + " --once, or use another directory");
        }
    }

    private static Map<TopicPartition, Long> bases(Properties properties, String topic) {
        Map<TopicPartition, Long> bases = new HashMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(BASE)) {
                int partition = Integer.parseInt(key.substring(BASE.length()));
                bases.put(new TopicPartition(topic, partition), Long.valueOf(properties.getProperty(key)));
            }
        }
        return bases;
    }

    private Optional<Properties> read() throws IOException {
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(note)) {
            properties.load(reader);
        }
        return Optional.of(properties);
    }

    private void write(Properties properties) throws IOException {
        Path draft = note.resolveSibling(NAME + ".new");
        try (Writer writer = Files.newBufferedWriter(draft)) {
            properties.store(writer, "what was loaded into the topic last, and where the partitions ended before");
        }
        Files.move(draft, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
