package io.tidemark.cli.output;

/** The tool's exit codes, which scripts rely on. */
public final class ExitCodes {

    public static final int OK = 0;

    /** A check has findings: {@code verify}, or {@code lag} with a limit. */
    public static final int FINDING = 1;

    public static final int USAGE = 2;

    /** Refused: a driver may be alive, or something else is stored. Nothing was changed. */
    public static final int REFUSED = 3;

    /** A store or the cluster does not answer or denies access. Nothing was changed. */
    public static final int FAILED = 4;

    /** A write may have been applied, or only some of it was: check before repeating it. */
    public static final int UNKNOWN = 5;

    private ExitCodes() {}
}
