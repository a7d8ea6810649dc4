package io.tidemark.bench.contestant;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a contestant finds what it needs, and what it may take.
 *
 * @param kafka the bootstrap servers
 * @param redis where Redis is
 * @param mysqlUrl where MySQL is
 * @param mysqlUser who it is at MySQL
 * @param mysqlPassword how it proves that
 * @param cores how many threads may work at once
 * @param batch how many records those take at once that work in batches
 * @param folder where it may write
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

    /** The setting that the JVM was started with. */
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

    /** The options that a JVM is started with for this setting. */
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

    /** The same with another folder. */
    public Setting in(Path other) {
        return new Setting(kafka, redis, mysqlUrl, mysqlUser, mysqlPassword, cores, batch, other);
    }

    private static void add(List<String> options, Name name, Object value) {
        options.add("-D" + name.property() + "=" + value);
    }

    private static String property(Name name) {
        return Objects.requireNonNull(
                System.getProperty(name.property()),
                () -> "Cannot start a contestant: -D" + name.property() + " is missing");
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
