package io.tidemark.cli;

/** Ends a command with a sentence for the operator and an exit code for scripts. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The request is not understood or not complete. */
    static CommandException usage(String message) {
        return new CommandException(ExitCodes.USAGE, message);
    }

    /** The request is understood but refused. */
    static CommandException refused(String message) {
        return new CommandException(ExitCodes.REFUSED, message);
    }

    /** The request may have been done in part. */
    static CommandException partly(String message, Throwable cause) {
        CommandException failure = new CommandException(ExitCodes.UNKNOWN, message);
        failure.initCause(cause);
        return failure;
    }

    int exitCode() {
        return exitCode;
    }
}
