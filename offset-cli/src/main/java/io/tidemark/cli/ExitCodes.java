package io.tidemark.cli;

/** What the tool's exit codes mean; scripts rely on them. */
final class ExitCodes {

    static final int OK = 0;

    /** A check has found something: {@code verify}, or {@code lag} with a limit. */
    static final int FINDING = 1;

    static final int USAGE = 2;

    /** The tool would not: a driver may be alive, or something else is stored. Nothing was changed. */
    static final int REFUSED = 3;

    /** A store or the cluster does not answer or denies access. Nothing was changed. */
    static final int FAILED = 4;

    /** A write may have been applied, or only some of it was: look before doing it again. */
    static final int UNKNOWN = 5;

    private ExitCodes() {}
}
