package io.tidemark.it.faults;

import java.util.Locale;

/** The faults that are injected into a server. */
enum Fault {
    /** SIGKILL. */
    KILLED,
    /** Stopped regularly, as by its operator. */
    STOPPED,
    /** SIGSTOP: connections stay open and new ones are accepted, but nothing is answered. */
    FROZEN,
    /** The network forwards nothing and reports nothing; sent data arrives when the connection is back. */
    DISCONNECTED,
    /** Every message is delayed, within all timeouts. */
    SLOW,
    /** The disk or memory for new data is full. */
    FULL,
    /** The server no longer accepts the job's credentials. */
    WRONG_CREDENTIALS,
    /** Killed, and started again without its data. */
    RESTARTED_EMPTY;

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
