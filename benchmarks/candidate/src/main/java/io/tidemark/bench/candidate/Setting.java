package io.tidemark.bench.candidate;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The environment of a candidate.
 *
 * @param kafka the bootstrap servers
 * @param redis the address of Redis
 * @param mysqlUrl the address of MySQL
 * @param mysqlUser the user in MySQL
 * @param mysqlPassword the password in MySQL
 * @param cores the number of concurrent threads
 * @param batch the number of records in a batch
 * @param folder the folder for temporary files
 */
public record Setting(
        String kafka,
        URI redis,
        String mysqlUrl,
        String mysqlUser,
        String mysqlPassword,
        int cores,
        long batch,
        Path folder) {

    private static final String PREFIX = "bench.";

    /** The setting of this JVM, from its system properties. */
    static Setting ofSystemProperties() {
        return new Setting(
                property(Name.KAFKA),
                URI.create(property(Name.REDIS)),
                property(Name.MYSQL_URL),
                property(Name.MYSQL_USER),
                property(Name.MYSQL_PASSWORD),
                Integer.parseInt(property(Name.CORES)),
                Long.parseLong(property(Name.BATCH)),
                Path.of(property(Name.FOLDER)));
    }

    /** The JVM options that pass this setting. */
    public List<String> jvmOptions() {
        List<String> options = new ArrayList<>();
        add(options, Name.KAFKA, kafka);
        add(options, Name.REDIS, redis);
        add(options, Name.MYSQL_URL, mysqlUrl);
        add(options, Name.MYSQL_USER, mysqlUser);
        add(options, Name.MYSQL_PASSWORD, mysqlPassword);
        add(options, Name.CORES, cores);
        add(options, Name.BATCH, batch);
        add(options, Name.FOLDER, folder);
        return options;
    }

    /** Returns the setting with another folder. */
    public Setting in(Path other) {
        return new Setting(kafka, redis, mysqlUrl, mysqlUser, mysqlPassword, cores, batch, other);
    }

    private static void add(List<String> options, Name name, Object value) {
        options.add("-D" + name.property() + "=" + value);
    }

    private static String property(Name name) {
        return Objects.requireNonNull(
                System.getProperty(name.property()),
                () -> "Cannot start a candidate: -D" + name.property() + " is missing");
    }

    private enum Name {
        KAFKA,
        REDIS,
        MYSQL_URL,
        MYSQL_USER,
        MYSQL_PASSWORD,
        CORES,
        BATCH,
        FOLDER;

        String property() {
            return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
