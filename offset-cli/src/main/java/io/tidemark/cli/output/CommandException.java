package io.tidemark.cli.output;

/** Ends a command with a sentence for the operator and an exit code for scripts. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The request is not understood or not complete. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCodes.USAGE, message);
    }

    /** The request is understood but refused. */
    public static CommandException refused(String message) {
        return new CommandException(ExitCodes.REFUSED, message);
    }

    /** The request may have been done in part. */
    public static CommandException partly(String message, Throwable cause) {
        CommandException failure = new CommandException(ExitCodes.UNKNOWN, message);
        failure.initCause(cause);
        return failure;
    }

    public int exitCode() {
        return exitCode;
    }
}
