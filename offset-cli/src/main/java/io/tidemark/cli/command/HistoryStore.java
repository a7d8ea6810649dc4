package io.tidemark.cli.command;

import io.tidemark.cli.output.CommandException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.mysql.MySqlOffsetStore;

/** Opens the only store that keeps a history. */
final class HistoryStore {

    private HistoryStore() {}

    static MySqlOffsetStore of(OpenOffsetStore opened) {
        if (opened.store() instanceof MySqlOffsetStore store) {
            return store;
        }
        throw CommandException.usage("Cannot read the history of " + opened
                + ": only stores in MySQL keep one. For other stores, run export regularly");
    }
}
