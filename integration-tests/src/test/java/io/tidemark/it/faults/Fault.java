package io.tidemark.it.faults;

import java.util.Locale;

/** What happens to a server. */
enum Fault {
    /** SIGKILL. */
    KILLED,
    /** Ended as by its operator. */
    STOPPED,
    /** SIGSTOP: connections stay open and are made, nothing is answered. */
    FROZEN,
    /** Nothing goes through the network and nobody is told; what was sent arrives when it is back. */
    CUT_OFF,
    /** Every message takes its time, within all limits. */
    SLOW,
    /** No room for what is written. */
    FULL,
    /** The server no longer takes what the job shows it. */
    WRONG_CREDENTIALS,
    /** Killed, and started again without its data. */
    RESTARTED_EMPTY;

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
