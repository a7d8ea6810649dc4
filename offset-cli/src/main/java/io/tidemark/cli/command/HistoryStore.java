package io.tidemark.cli.command;

import io.tidemark.cli.output.CommandException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.jdbc.JdbcOffsetStore;

/** Opens the stores that keep a history. */
final class HistoryStore {

    private HistoryStore() {}

    static JdbcOffsetStore of(OpenOffsetStore opened) {
        if (opened.store() instanceof JdbcOffsetStore store) {
            return store;
        }
        throw CommandException.usage("Cannot read the history of " + opened
                + ": only stores in MySQL and PostgreSQL keep one. For other stores, run export regularly");
    }
}
