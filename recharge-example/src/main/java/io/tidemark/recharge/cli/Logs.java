package io.tidemark.recharge.cli;

import java.nio.file.Path;

/**
 * Where log lines go: to standard error by default, or to a file where a command shows something else there. Must be
 * called before the first logger is made.
 */
final class Logs {

    /** Read by {@code log4j2.properties}. */
    private static final String APPENDER = "recharge.log.to";

    private static final String FILE = "recharge.log.file";

    private Logs() {}

    /** To a file, which is appended to. */
    static void toFile(Path file) {
        System.setProperty(FILE, file.toString());
        System.setProperty(APPENDER, "file");
    }

    /** Whether they go to a file, where nobody minds a stack trace. */
    static boolean areInAFile() {
        return System.getProperty(APPENDER) != null;
    }
}
