package io.tidemark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import java.util.Optional;

/**
 * What governs a group's positions, as its last stream has recorded it. A store that follows a sink's ledger is not
 * moved: the next start would move it back, and receipts of the move would report losses that never happened.
 *
 * @param group the group
 * @param recorded the recorded governor; empty if there is none
 */
record Governing(GroupId group, Optional<Governor> recorded) {

    /** @throws CommandException if a sink's ledger governs the group */
    static Governing requireStore(String command, OpenOffsetStore opened, GroupId group) {
        Optional<Governor> recorded = opened.store().governor(group);
        if (recorded.isPresent() && recorded.get() instanceof Governor.Sink sink) {
            throw CommandException.refused("Cannot " + command + " group " + group + " in " + opened
                    + ": its positions are governed by the ledger of " + sink.name()
                    + ", and this store follows that ledger: the next start of the job would undo the change. Nothing was"
                    + " changed. Move the ledger itself, by MetricSink.reposition; if the job no longer writes into that"
                    + " sink, start it once without it, and give the command again");
        }
        return new Governing(group, recorded);
    }

    void describeIn(ObjectNode object) {
        object.put("governor", recorded.map(Governor::text).orElse(null));
    }

    /** Adds a remark if the governor is unknown. */
    void remark(ResultOptions result) {
        if (recorded.isEmpty()) {
            result.remark("The store does not record what governs group " + group
                    + " (no stream has started since the store can record it). If the job writes into a sink"
                    + " with a ledger (exactlyOnceInto), that ledger governs, and the next start undoes a change"
                    + " of this store");
        }
    }
}
