package io.tidemark.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.options.ResultOptions;
import io.tidemark.cli.output.CommandException;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import java.util.Optional;

/**
 * The governor of a group's positions, as the group's last stream recorded it. A store that follows a sink's ledger is
 * not moved alone: the next start would move it back, and receipts of the move would report losses that never happened.
 *
 * @param group the group
 * @param isLedger whether the store is itself the ledger of a sink
 * @param recorded the recorded governor; empty if there is none
 */
public record Governing(GroupId group, boolean isLedger, Optional<Governor> recorded) {

    public static Governing of(OffsetStore store, GroupId group) {
        return new Governing(
                group, store instanceof MetricSink, store.governor(group).map(governor -> governor.seenFrom(store)));
    }

    /**
     * Returns what governs a group whose store a command may change.
     *
     * @throws CommandException if the store follows the ledger of a sink
     */
    public static Governing requireStore(String command, OpenOffsetStore opened, GroupId group) {
        Governing governing = of(opened.store(), group);
        governing.followed().ifPresent(ledger -> {
            throw governing.refusal(command, opened, "--store", ledger);
        });
        return governing;
    }

    /**
     * Checks that a copy may change a store. A store that follows a ledger only takes the copy of a store that follows
     * the same ledger, so that an incomplete copy of such a store can be repeated.
     *
     * @throws CommandException if the target follows the ledger of a sink, and the source does not
     */
    public static void requireTarget(OpenOffsetStore source, OpenOffsetStore target, GroupId group) {
        Governing governing = of(target.store(), group);
        governing
                .followed()
                .filter(ledger -> !of(source.store(), group).followed().equals(Optional.of(ledger)))
                .ifPresent(ledger -> {
                    throw governing.refusal("copy into", target, "--to", ledger);
                });
    }

    /** @param option the option of the command that names the store */
    private CommandException refusal(String command, OpenOffsetStore opened, String option, Governor.Sink ledger) {
        return CommandException.refused("Cannot " + command + " group " + group + " in " + opened
                + ": this store follows the ledger of " + ledger.name()
                + ", and the next start of the job would undo the change. Nothing was changed. "
                + ledger.url()
                        .map(url -> "Run the command on the ledger instead, with " + option + " '" + url + "' (and "
                                + option + "-config for its user and password): the store follows at the next start")
                        .orElse("Move the ledger instead, with the sink's method reposition")
                + ". If the job no longer writes into that sink, start the job once without the sink, then run the"
                + " command again");
    }

    /** The sink whose ledger the store follows. */
    public Optional<Governor.Sink> followed() {
        return recorded.filter(Governor.Sink.class::isInstance).map(Governor.Sink.class::cast);
    }

    public void describeIn(ObjectNode object) {
        object.put("governor", recorded.map(Governor::text).orElse(null));
    }

    /** Adds a remark if the governor is unknown. A ledger governs its sink even if nothing is recorded. */
    void remark(ResultOptions result) {
        if (recorded.isEmpty() && !isLedger) {
            result.remark("The store does not record what governs group " + group
                    + " (no stream has started since the store can record it). If the job writes into a sink"
                    + " with a ledger (exactlyOnceInto), that ledger governs, and the next start undoes a change"
                    + " of this store");
        }
    }
}
