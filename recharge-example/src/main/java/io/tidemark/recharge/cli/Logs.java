package io.tidemark.recharge.cli;

import java.nio.file.Path;

/**
 * Configures the target of log lines: standard error by default, or a file for commands that use standard error for
 * something else. Must be called before the first logger is created.
 */
final class Logs {

    /** Read by {@code log4j2.properties}. */
    private static final String APPENDER = "recharge.log.to";

    private static final String FILE = "recharge.log.file";

    private Logs() {}

    /** Logs to a file, and appends to it. */
    static void toFile(Path file) {
        System.setProperty(FILE, file.toString());
        System.setProperty(APPENDER, "file");
    }

    /** Whether logs go to a file. Stack traces are logged only there. */
    static boolean areInAFile() {
        return System.getProperty(APPENDER) != null;
    }
}
