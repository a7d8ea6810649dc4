package io.tidemark.embedded.postgresql;

import io.tidemark.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user that the server runs as, because it refuses to run as root: the user of this JVM, or {@code nobody} if that
 * is root. Then {@code setpriv} changes the user and leaves it the right to reach files in directories of root.
 */
enum ServerUser {
    OF_THIS_JVM,
    NOBODY;

    private static final int NOBODY_ID = 65534;
    private static final List<Path> SETPRIV = List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));

    static ServerUser current() {
        return System.getProperty("user.name").equals("root") ? NOBODY : OF_THIS_JVM;
    }

    /** The command line that runs a program as this user. */
    List<String> command(List<String> program) {
        if (this == OF_THIS_JVM) {
            return program;
        }
        Path setpriv = SETPRIV.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new EmbeddedServerException("Cannot start PostgreSQL as root: it refuses to run as"
                        + " root, and the program setpriv, which changes the user, is not installed. Install"
                        + " util-linux,"
                        + " or run as another user"));
        List<String> line = new ArrayList<>(List.of(
                setpriv.toString(),
                "--reuid=" + NOBODY_ID,
                "--regid=" + NOBODY_ID,
                "--clear-groups",
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override",
                // without it access() would ignore that right
                "--securebits=+no_setuid_fixup"));
        line.addAll(program);
        return line;
    }

    /** Gives the user a data directory, which nobody else may read. */
    void own(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        if (this == NOBODY) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.toList()) {
                    Files.setAttribute(file, "unix:uid", NOBODY_ID);
                }
            }
        }
    }
}
