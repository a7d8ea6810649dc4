package io.tidemark.cli;

import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.mysql.MySqlOffsetStore;

/** The one store that keeps a history. */
final class HistoryStore {

    private HistoryStore() {}

    static MySqlOffsetStore of(OpenOffsetStore opened) {
        if (opened.store() instanceof MySqlOffsetStore store) {
            return store;
        }
        throw CommandException.usage("Cannot look into the history of " + opened
                + ": only stores in MySQL keep one. export, given now and then, keeps states of any store");
    }
}
