package io.tidemark.cli;

/** The tool's exit codes, which scripts rely on. */
final class ExitCodes {

    static final int OK = 0;

    /** A check has findings: {@code verify}, or {@code lag} with a limit. */
    static final int FINDING = 1;

    static final int USAGE = 2;

    /** Refused: a driver may be alive, or something else is stored. Nothing was changed. */
    static final int REFUSED = 3;

    /** A store or the cluster does not answer or denies access. Nothing was changed. */
    static final int FAILED = 4;

    /** A write may have been applied, or only some of it was: check before repeating it. */
    static final int UNKNOWN = 5;

    private ExitCodes() {}
}
