package io.tidemark.cli.options;

import io.tidemark.cli.output.CommandException;
import io.tidemark.offset.GroupId;

/** Parses a group's name. */
public final class Groups {

    private Groups() {}

    public static GroupId parse(String group) {
        if (group.isBlank()) {
            throw CommandException.usage("Cannot use --group '': the name is blank");
        }
        return new GroupId(group);
    }
}
