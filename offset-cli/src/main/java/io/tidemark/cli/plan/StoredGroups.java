package io.tidemark.cli.plan;

import io.tidemark.cli.output.CommandException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.spi.ListableStore;
import java.util.Comparator;
import java.util.List;

/** The groups of a store. */
public final class StoredGroups {

    private StoredGroups() {}

    /**
     * Lists the groups by name.
     *
     * @throws CommandException if the store cannot list them
     */
    public static List<GroupId> of(OpenOffsetStore opened) {
        if (opened.store() instanceof ListableStore store) {
            return store.groups().stream()
                    .sorted(Comparator.comparing(GroupId::value))
                    .toList();
        }
        throw CommandException.refused("Cannot list the groups of " + opened + ": its store does not implement"
                + " ListableStore. Name a group instead: show --group NAME");
    }
}
